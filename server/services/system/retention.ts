import { pool } from "@/server/db";
import { logger } from "@/server/logger";
import { recordSweep } from "./record-sweep";
import { type RetentionPolicy, retentionPolicy } from "./retention-policy";

export type RetentionResult = Record<string, number>;

const batch = 2000;
const dayMs = 86_400_000;
/** A run whose whole execution is over: none of its segments runs, or waits for a person and was not gone on from. */
const isOver = `not exists (
  select 1 from run o where o.root_run_id = r.root_run_id and (
    o.status in ('queued', 'running')
    or o.ended_at >= clock_timestamp() - make_interval(days => $1)
    or o.status = 'waiting' and not exists (select 1 from run c where c.parent_run_id = o.id)))`;

/**
 * Deletes what is older than the policy allows, a batch at a time so that no lock is held for long, and only of runs that
 * have ended: one that waits for a person keeps all it needs to go on. Zero days keeps everything of that kind.
 * @returns how many rows went, by table.
 */
export async function applyRetention(policy: RetentionPolicy = retentionPolicy()): Promise<RetentionResult> {
  const removed: RetentionResult = {};
  const startedAt = new Date();
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
    removed.attachment = await removeInBatches(
      `delete from attachment where ctid = any(array(
         select a.ctid from attachment a join session s on s.id = a.session_id
         where s.deleted_at < clock_timestamp() - make_interval(days => $1) limit $2))`,
      policy.deletedSessionDays,
    );
  }
  await recordSweep("product", removed, startedAt);
  return removed;
}

function removeOfOldRuns(table: string, days: number): Promise<number> {
  return removeInBatches(
    `delete from ${table} where ctid = any(array(
       select t.ctid from ${table} t join run r on r.id = t.run_id
       where r.ended_at < clock_timestamp() - make_interval(days => $1) and ${isOver} limit $2))`,
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
