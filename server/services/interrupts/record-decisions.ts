import type { Transaction } from "@/server/db";
import { type Decision, type DecisionVia, type InterruptStatus } from "@/server/domain/interrupts/interrupt";
import { sanitiseJson } from "@/server/domain/text";
import type { Json, JsonObject } from "@/server/domain/json";
import { recordAudit } from "@/server/services/audit/record-audit";
import { continueRun } from "@/server/services/runs/continue-run";

export interface DecisionRecord {
  tenantId: string;
  /** The run that waits. Its session is locked by the caller. */
  runId: string;
  /** Absent when the time was over. */
  decidedById?: string;
  via: DecisionVia;
  decisions: readonly { interruptId: string; decision: Decision }[];
  clientRunId?: string;
}

/**
 * Records decisions and, when nothing of the run is open any more, makes the run that goes on with them: all in the caller's
 * transaction. A decision that somebody else made first stands, and this one is left out.
 * @returns how many were decided now, and the run that goes on, when it was made now
 */
export async function recordDecisions(
  tx: Transaction,
  record: DecisionRecord,
): Promise<{ decided: number; resumeRunId?: string }> {
  const { tenantId, runId, decidedById = null, via, clientRunId } = record;
  let decided = 0;
  for (const { interruptId, decision } of record.decisions) {
    const stored = JSON.stringify(sanitiseJson(decision as Json));
    const changed = await tx.$executeRaw`
      update interrupt set status = ${statusOf(decision)}, decision = ${stored}::jsonb, decided_by_id = ${decidedById},
        decided_via = ${via}, decided_at = clock_timestamp()
      where id = ${interruptId} and tenant_id = ${tenantId} and run_id = ${runId} and status = 'PENDING_APPROVAL'`;
    if (changed === 0) continue;
    decided += 1;
    await recordAudit(
      {
        tenantId,
        ...(decidedById ? { actorId: decidedById } : {}),
        action: `interrupt.${decision.type}`,
        resource: "interrupt",
        resourceId: interruptId,
        outcome: "done",
        details: { runId, via, decision: decision as unknown as JsonObject },
      },
      tx,
    );
  }
  if (decided === 0) return { decided };
  const [left] = await tx.$queryRaw<{ open: number }[]>`
    select count(*)::int as open from interrupt where run_id = ${runId} and status = 'PENDING_APPROVAL'`;
  if ((left?.open ?? 0) > 0) return { decided };
  const resumeRunId = await continueRun(tx, {
    parentRunId: runId,
    kind: "resume",
    ...(clientRunId ? { clientRunId } : {}),
  });
  await tx.$executeRaw`
    update interrupt set resume_run_id = ${resumeRunId} where run_id = ${runId} and tenant_id = ${tenantId}`;
  return { decided, resumeRunId };
}

function statusOf(decision: Decision): InterruptStatus {
  switch (decision.type) {
    case "approve":
    case "answer":
    case "result":
      return "APPROVED";
    case "reject":
      return "REJECTED";
    case "expire":
      return "EXPIRED";
  }
}
