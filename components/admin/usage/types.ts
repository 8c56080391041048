import type { inferRouterOutputs } from "@trpc/server";

import type { AppRouter } from "@/server/trpc/root";

export type UsageReport = inferRouterOutputs<AppRouter>["usage"]["report"];

/** What charts and bars measure. */
export type Metric = "cost" | "tokens";
