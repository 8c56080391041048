import type { inferRouterOutputs } from "@trpc/server";

import type { AppRouter } from "@/server/trpc/root";

export type Storage = inferRouterOutputs<AppRouter>["system"]["storage"];
export type TableStorage = Storage["tables"][number];
