import { pool } from "@/server/db";
import { faultPoint } from "@/server/faults";
import { FencedError } from "@/server/progress/progress";
import { leaseSeconds } from "@/server/progress/lease";
import type { Trail } from "@/server/progress/trail";
import { progressWriter } from "@/server/progress/writer";
import { prepareExecution, type StoredRun, storedRun } from "@/server/services/runs/load-execution";
import { type RunReference, targetOf } from "@/server/services/runs/run-target";

export interface TakenRun {
  /** False when the run has ended, was stopped before it began, or belongs to a later hand-over. */
  isOurs: boolean;
  /** Set when nothing of it can have been executed before: when it began. */
  firstStartedAt?: Date;
}

interface TakenRow extends StoredRun {
  parent_run_id: string | null;
  /** Whether nobody had taken it before. */
  is_first: boolean;
  started_at: Date;
}

/**
 * Moves a queued run to running and says so in its stream. Repeating it after a crash changes nothing and completes what was
 * missing.
 * @param trail of the walk that begins with this, which need not wait until it is said
 */
export async function takeRun(reference: RunReference, trail?: Trail): Promise<TakenRun> {
  const { rows } = await pool.query<TakenRow>({
    name: "take-run",
    text: `with mine as (
        select id, started_at is null as is_first from run
        where id = $1 and (tenant_id = $2) is true and epoch = $3 and status in ('queued', 'running') and stop_requested_at is null
        for update
      ), taken as (
        update run set status = 'running', started_at = coalesce(started_at, clock_timestamp()),
          lease_until = greatest(lease_until, clock_timestamp() + make_interval(secs => $4))
        from mine where run.id = mine.id
        returning run.id, run.started_at, mine.is_first
      )
      select taken.is_first, taken.started_at, r.parent_run_id, ${storedRun.columns}
      from taken join run r on r.id = taken.id ${storedRun.joins}`,
    values: [reference.runId, reference.tenantId, reference.epoch, leaseSeconds],
  });
  const taken = rows[0];
  if (!taken) return { isOurs: false };
  faultPoint("after-take");
  prepareExecution(reference, taken);
  // Asked by a statement of its own: the one that takes the run does not see what the process before was just writing.
  if (!taken.is_first && (await wasAnnounced(reference))) return { isOurs: true };
  if (taken.is_first) trail?.beginRun();
  try {
    await progressWriter.writeSoon({
      target: { ...targetOf(reference, taken.session_id), trail },
      events: [
        {
          type: "run.started",
          inputs: taken.inputs,
          ...(taken.parent_run_id ? { parentRunId: taken.parent_run_id } : {}),
        },
      ],
      spans: [{ id: reference.runId, kind: "run", name: "Run", status: "running", startedAtMs: Date.now() }],
    });
    return { isOurs: true, ...(taken.is_first ? { firstStartedAt: taken.started_at } : {}) };
  } catch (error) {
    // It was stopped in this very moment, and has been ended by that.
    if (error instanceof FencedError) return { isOurs: false };
    throw error;
  }
}

async function wasAnnounced({ runId }: RunReference): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: "was-announced",
    text: "select 1 from event where run_id = $1 limit 1",
    values: [runId],
  });
  return rowCount === 1;
}
