import { db, pool } from "@/server/db";
import { logger } from "@/server/logger";
import { lockSession, readInterrupts } from "@/server/services/interrupts/known-interrupts";
import { recordDecisions } from "@/server/services/interrupts/record-decisions";
import { dispatchSoon } from "@/server/services/runs/dispatch-outbox";
import { isPending } from "@/server/domain/interrupts/interrupt";

interface DueRow {
  id: string;
  tenant_id: string;
  session_id: string;
}

const mostAtOnce = 100;

/**
 * Decides what nobody decided in time, by the database's clock: each once, whoever else looks at the same moment. What the
 * policy makes of it is the matter of the run that goes on.
 * @returns the ids of those that have expired now
 */
export async function expireInterrupts(): Promise<string[]> {
  const { rows } = await pool.query<DueRow>({
    name: "due-interrupts",
    text: `select id, tenant_id, session_id from interrupt
      where status = 'PENDING_APPROVAL' and expires_at <= clock_timestamp() order by expires_at limit $1`,
    values: [mostAtOnce],
  });
  const expired: string[] = [];
  for (const row of rows) {
    try {
      if (await expire(row)) expired.push(row.id);
    } catch (error) {
      // One that can not be decided holds up no other.
      logger.warn({ err: error, interruptId: row.id }, "an approval could not be ended by its time; trying again");
    }
  }
  if (expired.length > 0) dispatchSoon();
  return expired;
}

function expire({ id, tenant_id: tenantId, session_id: sessionId }: DueRow): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const isThere = await lockSession(tx, tenantId, sessionId);
    const [interrupt] = await readInterrupts(tx, tenantId, { id });
    if (!interrupt || !isPending(interrupt.status) || !interrupt.isExpired) return false;
    if (!isThere) {
      // Its conversation was deleted in the moment in which it was asked: nothing goes on from it.
      await tx.interrupt.updateMany({ where: { id, tenantId }, data: { status: "CANCELLED", decidedAt: new Date() } });
      return false;
    }
    const decisions = [{ interruptId: id, decision: { type: "expire" as const } }];
    const { decided } = await recordDecisions(tx, { tenantId, runId: interrupt.runId, via: "expiry", decisions });
    return decided > 0;
  });
}

const sweepMs = 1000;

/** Looks for what has expired every second. @returns how to stop. */
export function keepExpiring(): () => void {
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    expireInterrupts()
      .catch((error: unknown) => logger.warn({ err: error }, "expired approvals could not be decided; trying again"))
      .finally(() => (isLooking = false));
  }, sweepMs);
  timer.unref();
  return () => clearInterval(timer);
}
