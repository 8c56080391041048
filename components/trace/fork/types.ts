import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";

import type { AppRouter } from "@/server/trpc/root";

export type ForkPreview = inferRouterOutputs<AppRouter>["traces"]["previewFork"];
export type OutsideCall = ForkPreview["calls"][number];
export type ForkEdit = NonNullable<inferRouterInputs<AppRouter>["traces"]["fork"]["edit"]>;
