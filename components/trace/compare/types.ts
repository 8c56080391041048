import type { inferRouterOutputs } from "@trpc/server";

import type { AppRouter } from "@/server/trpc/root";

export type RunComparison = inferRouterOutputs<AppRouter>["traces"]["compare"];
export type ComparedPair = RunComparison["pairs"][number];
export type ComparedRun = RunComparison["left"];
