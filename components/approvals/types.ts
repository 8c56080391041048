import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";

import type { AppRouter } from "@/server/trpc/root";

export type InterruptView = inferRouterOutputs<AppRouter>["interrupts"]["get"];
export type InterruptListInput = inferRouterInputs<AppRouter>["interrupts"]["list"];
export type InterruptGroup = InterruptListInput["group"];
export type AskedKind = NonNullable<InterruptListInput["kind"]>;
