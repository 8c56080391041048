import { canonical } from "./correlate";
import { approvalResponseSchema, frontendToolResponseSchema, uncertainCallResponseSchema } from "./response-schema";
import type { InterruptDraft } from "./interrupt";
import type { JsonObject } from "../json";
import type { ApprovalRule } from "../nodes/approval-fields";

/** A call as it would be made: to whom, with what. */
export interface ProposedCall {
  toolCallId?: string;
  toolName: string;
  arguments: JsonObject;
  argumentsSchema?: JsonObject;
  /** Where it goes; absent for what the client or another app does. */
  url?: string;
  method?: string;
}

type DraftOfCall = Omit<InterruptDraft, "nodeId" | "fingerprint">;

const nobodyNamed = { people: [], roles: [] };

/** The question whether a call may be made. */
export function proposeApproval(call: ProposedCall, rule: ApprovalRule): DraftOfCall {
  return {
    kind: "approval",
    reason: "tool_call",
    message: `Call ${call.toolName}${placeOf(call)}.`,
    ...about(call),
    responseSchema: approvalResponseSchema(call.argumentsSchema),
    approvers: rule.approvers,
    onExpiry: rule.on_expiry,
    ...(rule.expires_in_seconds === undefined ? {} : { expiresInSeconds: rule.expires_in_seconds }),
  };
}

/** The question what became of a call that was cut off. */
export function askAboutUncertainCall(call: ProposedCall, rule?: Pick<ApprovalRule, "approvers">): DraftOfCall {
  return {
    kind: "uncertain_call",
    reason: "uncertain_call",
    message: `The server stopped while ${call.toolName} was being called${placeOf(call)}. Look there whether it happened, then decide whether to call again.`,
    ...about(call),
    responseSchema: uncertainCallResponseSchema(),
    approvers: rule?.approvers ?? nobodyNamed,
    onExpiry: "fail",
  };
}

/** What a client is asked to do itself. */
export function askClient(call: ProposedCall): DraftOfCall {
  return {
    kind: "frontend_tool",
    reason: "frontend_tool",
    message: `Run ${call.toolName} in the client.`,
    ...about(call),
    responseSchema: frontendToolResponseSchema(),
    approvers: nobodyNamed,
    onExpiry: "fail",
  };
}

/** What a decision is bound to, as text: the same call, to the same place, under the same rule. */
export function fingerprintSource(call: ProposedCall, rule?: ApprovalRule): string {
  return canonical({
    version: 1,
    toolName: call.toolName,
    arguments: call.arguments,
    url: call.url ?? null,
    method: call.method ?? null,
    rule: rule ?? null,
  });
}

function about(call: ProposedCall) {
  const host = call.url === undefined ? undefined : hostOf(call.url);
  return {
    toolName: call.toolName,
    proposal: call.arguments,
    ...(call.toolCallId ? { toolCallId: call.toolCallId } : {}),
    ...(call.argumentsSchema ? { inputSchema: call.argumentsSchema } : {}),
    ...(host ? { host } : {}),
    ...(call.method ? { method: call.method } : {}),
  };
}

function placeOf({ url, method }: ProposedCall): string {
  const host = url === undefined ? undefined : hostOf(url);
  if (host === undefined) return "";
  return method ? ` at ${host} (${method})` : ` at ${host}`;
}

/** `api.example.com:8443`; a path of this server itself is "this server". */
function hostOf(url: string): string | undefined {
  if (url.startsWith("/")) return "this server";
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#]+)/i.exec(url)?.[1];
}
