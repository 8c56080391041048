const prefix = "agents-";

/** The one workflow of a tenant that the agents' configuration compiles to; its runs and sessions name it. */
export function runtimeWorkflowId(tenantId: string): string {
  return `${prefix}${tenantId}`;
}

/** Whether a workflow is that of the configured agents, which has no editor; other workflows' ids are UUIDs. */
export function isRuntimeWorkflowId(workflowId: string): boolean {
  return workflowId.startsWith(prefix);
}
