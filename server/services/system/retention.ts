import { pool } from "@/server/db";
import { env } from "@/server/env";
import { logger } from "@/server/logger";

/** What is kept for how long. Messages, runs and the ledger are never deleted by age. */
export interface RetentionPolicy {
  /** Pieces of streams; the messages themselves stay. */
  eventDays: number;
  /** Spans, node runs, artifacts and records of outside calls. */
  traceDays: number;
  /** Conversations after their owner deleted them. */
  deletedSessionDays: number;
}

export interface RetentionResult {
  [table: string]: number;
}

const batch = 2000;
const dayMs = 86_400_000;
const ended = "status in ('completed', 'failed', 'cancelled')";

export function retentionPolicy(): RetentionPolicy {
  return { eventDays: env.retentionEventDays, traceDays: env.retentionTraceDays, deletedSessionDays: 30 };
}

/**
 * Deletes what is older than the policy allows, a batch at a time so that no lock is held for long, and only of runs that
 * have ended. Zero days keeps everything of that kind.
 * @returns how many rows went, by table.
 */
export async function applyRetention(policy: RetentionPolicy = retentionPolicy()): Promise<RetentionResult> {
  const removed: RetentionResult = {};
  if (policy.eventDays > 0) removed.event = await removeOfOldRuns("event", policy.eventDays);
  if (policy.traceDays > 0) {
    for (const table of ["span", "node_run", "artifact", "effect"])
      removed[table] = await removeOfOldRuns(table, policy.traceDays);
  }
  if (policy.deletedSessionDays > 0) {
    removed.message = await removeInBatches(
      `delete from message where ctid = any(array(
         select m.ctid from message m join session s on s.id = m.session_id
         where s.deleted_at < clock_timestamp() - make_interval(days => $1) limit $2))`,
      policy.deletedSessionDays,
    );
  }
  return removed;
}

function removeOfOldRuns(table: string, days: number): Promise<number> {
  return removeInBatches(
    `delete from ${table} where ctid = any(array(
       select t.ctid from ${table} t join run r on r.id = t.run_id
       where r.${ended} and r.ended_at < clock_timestamp() - make_interval(days => $1) limit $2))`,
    days,
  );
}

async function removeInBatches(sql: string, days: number): Promise<number> {
  let removed = 0;
  for (;;) {
    const { rowCount } = await pool.query(sql, [days, batch]);
    removed += rowCount ?? 0;
    if ((rowCount ?? 0) < batch) return removed;
  }
}

/** Applies retention once a day, for the first time a minute after the start. @returns how to stop. */
export function keepRetention(): () => void {
  const sweep = (): void => {
    applyRetention()
      .then((removed) => logger.debug({ removed }, "old records were deleted"))
      .catch((error: unknown) =>
        logger.warn({ err: error }, "old records could not be deleted; trying again tomorrow"),
      );
  };
  const first = setTimeout(sweep, 60_000);
  const daily = setInterval(sweep, dayMs);
  first.unref();
  daily.unref();
  return () => {
    clearTimeout(first);
    clearInterval(daily);
  };
}
