import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";

import type { AppRouter } from "@/server/trpc/root";

export type RunListItem = inferRouterOutputs<AppRouter>["runs"]["list"]["items"][number];
export type RunListInput = inferRouterInputs<AppRouter>["runs"]["list"];
export type RunSource = NonNullable<RunListInput["source"]>;
