import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import { mayDecide } from "@/server/domain/interrupts/approvers";
import { readDecision } from "@/server/domain/interrupts/correlate";
import { type DecisionVia, isPending } from "@/server/domain/interrupts/interrupt";
import type { Json } from "@/server/domain/json";
import { faultPoint } from "@/server/faults";
import type { Principal } from "@/server/services/access/principal";
import { recordAudit } from "@/server/services/audit/record-audit";
import { getInterrupt } from "@/server/services/interrupts/get-interrupt";
import type { DecisionOutcome } from "@/server/services/interrupts/interrupt-view";
import { lockSession, readInterrupts } from "@/server/services/interrupts/known-interrupts";
import { recordDecisions } from "@/server/services/interrupts/record-decisions";
import { dispatchSoon } from "@/server/services/runs/dispatch-outbox";

export interface DecisionRequest {
  id: string;
  via: Extract<DecisionVia, "chat" | "inbox" | "bulk" | "api">;
  status: "resolved" | "cancelled";
  /** By the interrupt's kind: see server/domain/interrupts/response-schema.ts. */
  payload?: Json;
}

/**
 * Decides one interrupt. The run goes on when it was the last open one. Whoever decides first has decided; the others are
 * shown the record.
 * @throws DomainError not_found; what is refused for another reason is an outcome, and in the audit
 */
export async function decideInterrupt(principal: Principal, request: DecisionRequest): Promise<DecisionOutcome> {
  const { tenantId, personId, role } = principal;
  const { id, via, status, payload } = request;
  const before = await getInterrupt(principal, id);
  try {
    const isMine = await db.$transaction(async (tx) => {
      if (!(await lockSession(tx, tenantId, before.session.id))) {
        throw new DomainError("resume_stale", "The conversation was deleted, so nothing waits for this answer.");
      }
      const [interrupt] = await readInterrupts(tx, tenantId, { id });
      if (!interrupt) throw new DomainError("not_found", "There is no such approval.");
      if (!mayDecide({ personId, role }, interrupt)) {
        throw new DomainError("resume_not_allowed", "This is for somebody else to decide.");
      }
      if (interrupt.status === "CANCELLED") throw stopped();
      if (!isPending(interrupt.status)) return false;
      if (interrupt.isExpired) throw new DomainError("resume_expired", "The time to answer is over.");
      const read = readDecision(interrupt, { status, ...(payload === undefined ? {} : { payload }) });
      if (!read.ok) throw new DomainError("resume_payload_invalid", `The answer does not fit: ${read.problem}.`);
      const { decided } = await recordDecisions(tx, {
        tenantId,
        runId: interrupt.runId,
        decidedById: personId,
        via,
        decisions: [{ interruptId: id, decision: read.decision }],
      });
      // Deciders wait for each other, so it can only have been stopped between the look and the decision.
      if (decided === 0) throw stopped();
      return true;
    });
    faultPoint("after-decision");
    dispatchSoon();
    return { type: isMine ? "decided" : "already_decided", interrupt: await getInterrupt(principal, id) };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "not_found") throw error;
    await recordAudit({
      tenantId,
      actorId: personId,
      action: "interrupt.decide",
      resource: "interrupt",
      resourceId: id,
      outcome: "refused",
      code: error.code,
    });
    return { type: "refused", interruptId: id, code: error.code, message: error.message };
  }
}

function stopped(): DomainError {
  return new DomainError("resume_stale", "The run that asked was stopped, so nothing waits for this answer.");
}

/** Approves or rejects many, one by one: what becomes of each is told in the order given. */
export async function decideMany(
  principal: Principal,
  { ids, approved, reason }: { ids: readonly string[]; approved: boolean; reason?: string },
): Promise<DecisionOutcome[]> {
  const outcomes: DecisionOutcome[] = [];
  for (const id of ids) {
    const payload = { approved, ...(reason && !approved ? { reason } : {}) };
    outcomes.push(
      await decideInterrupt(principal, { id, via: "bulk", status: "resolved", payload }).catch(
        (error: unknown): DecisionOutcome => {
          if (!(error instanceof DomainError)) throw error;
          return { type: "refused", interruptId: id, code: error.code, message: error.message };
        },
      ),
    );
  }
  return outcomes;
}
