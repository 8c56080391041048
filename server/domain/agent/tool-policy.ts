/** Who runs a call, and whether a person is asked first. */
export type ToolMode = "FRONTEND_EXECUTE" | "BACKEND_APPROVAL_INTERRUPT" | "BACKEND_DIRECT_EXECUTE";

export interface ToolPolicyFacts {
  name: string;
  /** The tool came with the request, so the client that sent it runs it. */
  isFromRequest?: boolean;
  needsApproval?: boolean;
}

/** Names under `ui.` belong to the client, wherever the tool was declared. */
export function isFrontendToolName(name: string): boolean {
  return name.startsWith("ui.");
}

/**
 * Decides how a call is carried out from facts about the tool alone: nothing that a model wrote can change it. A frontend
 * tool is never held for approval, because the client that runs it decides for itself.
 */
export function toolMode(tool: ToolPolicyFacts): ToolMode {
  if (isFrontendToolName(tool.name) || tool.isFromRequest) return "FRONTEND_EXECUTE";
  return tool.needsApproval ? "BACKEND_APPROVAL_INTERRUPT" : "BACKEND_DIRECT_EXECUTE";
}
