import type { inferRouterOutputs } from "@trpc/server";

import type { AppRouter } from "@/server/trpc/root";

type Outputs = inferRouterOutputs<AppRouter>;

export type WorkflowList = Outputs["workflows"]["list"];
export type WorkflowItem = WorkflowList[number];
export type TemplateItem = Outputs["templates"]["list"][number];
