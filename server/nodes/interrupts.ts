import { createHash } from "node:crypto";
import { DomainError } from "@/server/domain/errors";
import type { InterruptDraft } from "@/server/domain/interrupts/interrupt";
import { fingerprintSource, type ProposedCall } from "@/server/domain/interrupts/propose-call";
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
export function requireSameCall(decided: DecidedInterrupt, call: ProposedCall, rule: ApprovalRule): void {
  if (decided.fingerprint === fingerprintOf(call, rule)) return;
  throw new DomainError(
    "resume_changed",
    `The call of ${call.toolName} is not what was approved any more: its address, arguments or rule have changed. It was not made; run again and decide about the new call.`,
  );
}

function fingerprintOf(call: ProposedCall, rule: ApprovalRule | undefined): string {
  return createHash("sha256").update(fingerprintSource(call, rule)).digest("hex");
}
