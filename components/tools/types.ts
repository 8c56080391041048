import type { inferRouterOutputs } from "@trpc/server";

import type { AppRouter } from "@/server/trpc/root";

type Outputs = inferRouterOutputs<AppRouter>["tools"];

export type ToolListItem = Outputs["list"][number];
export type ToolDetail = Outputs["get"];
export type ToolVersion = ToolDetail["versions"][number];
export type McpServer = Outputs["servers"][number];
export type ServedApp = Outputs["servedApps"]["apps"][number];
export type ToolTestResult = Outputs["test"];
