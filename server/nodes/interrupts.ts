import { createHash } from "node:crypto";
import { DomainError } from "@/server/domain/errors";
import { canonical } from "@/server/domain/interrupts/correlate";
import type { InterruptDraft } from "@/server/domain/interrupts/interrupt";
import { fingerprintSource, type ProposedCall } from "@/server/domain/interrupts/propose-call";
import { isJsonObject, type JsonObject } from "@/server/domain/json";
import type { ApprovalRule } from "@/server/domain/nodes/approval-fields";
import type { DecidedInterrupt } from "@/server/nodes/executor";

/** What an executor answers that can not go on before somebody has decided. The address is added by whoever runs it. */
export interface Waits {
  waitsFor: Omit<InterruptDraft, "nodeId">;
}

export function isWaiting<Result extends object>(result: Result | Waits): result is Waits {
  return "waitsFor" in result;
}

export function draftInterrupt(
  call: ProposedCall,
  rule: ApprovalRule | undefined,
  draft: Omit<InterruptDraft, "nodeId" | "fingerprint">,
): Waits {
  return { waitsFor: { ...draft, fingerprint: fingerprintOf(call, rule) } };
}

/**
 * Makes sure that what is about to be carried out is what was decided about.
 * @throws DomainError resume_changed
 */
export function requireSameCall(decided: DecidedInterrupt, call: ProposedCall, rule: ApprovalRule | undefined): void {
  if (decided.fingerprint === fingerprintOf(call, rule)) return;
  throw new DomainError(
    "resume_changed",
    `The call of ${call.toolName} is not what was approved any more: its address, arguments or rule have changed. It was not made; run again and decide about the new call.`,
  );
}

/**
 * What a call that was cut off had been made with, where that is not what would be proposed now: a person had changed it when
 * it was approved. To call again means to make that very call again.
 */
export function changedArguments(decided: DecidedInterrupt, call: ProposedCall): JsonObject | undefined {
  const { proposal } = decided;
  return isJsonObject(proposal) && canonical(proposal) !== canonical(call.arguments) ? proposal : undefined;
}

function fingerprintOf(call: ProposedCall, rule: ApprovalRule | undefined): string {
  return createHash("sha256").update(fingerprintSource(call, rule)).digest("hex");
}
