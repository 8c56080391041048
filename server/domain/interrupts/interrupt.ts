import type { Json, JsonObject } from "../json";

/**
 * Why a run ended with a question:
 * - `approval`: a tool wants to be called; `uncertain_call`: a call was cut off, and nobody knows whether it happened;
 * - `form`: a human-input node asks;
 * - `frontend_tool`: the client runs the call itself. It is no interrupt to AG-UI, which names such calls in the success
 *   outcome, but it is waited for, correlated and recorded the same way.
 */
export const interruptKinds = ["approval", "uncertain_call", "form", "frontend_tool"] as const;
export type InterruptKind = (typeof interruptKinds)[number];

/**
 * A pending interrupt is decided once and for all. `APPROVED` becomes `EXECUTED` when what was approved has been carried out,
 * or the answer has been taken over by the run.
 */
export const interruptStatuses = [
  "PENDING_APPROVAL",
  "APPROVED",
  "EXECUTED",
  "REJECTED",
  "EXPIRED",
  "CANCELLED",
] as const;
export type InterruptStatus = (typeof interruptStatuses)[number];

export function isPending(status: InterruptStatus): boolean {
  return status === "PENDING_APPROVAL";
}

/**
 * What happens by itself when nobody decided in time: `reject` tells the model, or takes the form's `expired` way; `fail` ends
 * the node with an error.
 */
export const expiryPolicies = ["reject", "fail"] as const;
export type ExpiryPolicy = (typeof expiryPolicies)[number];

/** Who may decide, by person id or role. Both empty: the person whose run it is, and admins. */
export interface Approvers {
  people: string[];
  roles: string[];
}

/** What was decided. The first decision stands. */
export type Decision =
  | { type: "approve"; editedArgs?: JsonObject }
  | { type: "reject"; reason?: string }
  /** A form's answer: `choice` names the way out, `values` fit the form's schema. */
  | { type: "answer"; values: JsonObject; choice?: string }
  /** What a client's own tool came to. */
  | { type: "result"; content: string; isError?: boolean }
  | { type: "expire" };

export const decisionVias = ["chat", "inbox", "bulk", "api", "agui", "expiry"] as const;
export type DecisionVia = (typeof decisionVias)[number];

/** What a piece of a run asks before the row exists: plain JSON, so that a step can return it. */
export interface InterruptDraft {
  /** Address of the piece that waits. */
  nodeId: string;
  kind: InterruptKind;
  /** AG-UI's open string; `tool_call` for approvals. */
  reason: string;
  /** A sentence for whoever answers. */
  message: string;
  toolCallId?: string;
  toolName?: string;
  /** The exact arguments of the call, or what the form begins with. */
  proposal: Json;
  /** JSON Schema of the call's arguments or the form's values. */
  inputSchema?: JsonObject;
  /** JSON Schema of the answer's payload. */
  responseSchema: JsonObject;
  host?: string;
  method?: string;
  fingerprint: string;
  approvers: Approvers;
  onExpiry: ExpiryPolicy;
  /** Seconds from now, by the database's clock; absent means it never expires. */
  expiresInSeconds?: number;
}

/** An interrupt as AG-UI's stream tells it; kept in the event log. `expiresAt` is ISO 8601. */
export interface InterruptNotice {
  id: string;
  kind: InterruptKind;
  nodeId: string;
  reason: string;
  message: string;
  toolCallId?: string;
  toolName?: string;
  proposal: Json;
  responseSchema: JsonObject;
  host?: string;
  method?: string;
  expiresAt?: string;
}
