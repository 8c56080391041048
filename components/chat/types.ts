import type { inferRouterOutputs } from "@trpc/server";

import type { AppRouter } from "@/server/trpc/root";

type Outputs = inferRouterOutputs<AppRouter>;

export type AppItem = Outputs["apps"]["list"][number];
export type SessionItem = Outputs["sessions"]["list"][number];
export type SessionList = Outputs["sessions"]["list"];
export type SessionDetail = Outputs["sessions"]["get"];
