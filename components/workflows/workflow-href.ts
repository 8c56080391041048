import { isRuntimeWorkflowId } from "@/server/domain/runtime-config/runtime-workflow";

/** Where the graph that ran is edited: in the editor, or where the agents are configured. Without a version, its draft. */
export function workflowHref(id: string, version: number | null = null): string {
  if (isRuntimeWorkflowId(id)) return "/admin/agents";
  return version === null ? `/workflows/${id}` : `/workflows/${id}?version=${version}`;
}
