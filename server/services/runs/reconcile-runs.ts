import { runRequested } from "@/inngest/events";
import { pool } from "@/server/db";
import { logger } from "@/server/logger";
import { leaseSeconds } from "@/server/progress/lease";
import { dispatchSoon } from "@/server/services/runs/dispatch-outbox";
import { failRun } from "@/server/services/runs/fail-run";
import type { RunReference } from "@/server/services/runs/run-target";

/** After this many hand-overs a run counts as poison: it is parked as failed, visibly, instead of being tried for ever. */
export const mostRecoveries = 5;

interface DueRow {
  id: string;
  tenant_id: string;
  epoch: number;
  recoveries: number;
  status: string;
}

/**
 * Hands runs over again that nobody has looked after for a lease: the engine lost them, or their process died and the engine
 * gave up. The new epoch fences whatever still executes the old one. Each hand-over waits twice as long as the one before.
 * @returns the runs handed over and those parked.
 */
export async function reconcileRuns(): Promise<{ handedOver: string[]; parked: string[] }> {
  const { rows } = await pool.query<DueRow>(
    `with due as (
       select id from run where status in ('queued', 'running') and lease_until < clock_timestamp()
       order by lease_until limit 100 for update skip locked
     ), taken as (
       update run r set epoch = r.epoch + 1, recoveries = r.recoveries + 1,
         lease_until = clock_timestamp() + make_interval(secs => $1 * power(2, least(r.recoveries + 1, 6)))
       from due where r.id = due.id
       returning r.id, r.tenant_id, r.epoch, r.recoveries, r.status
     ), sent as (
       insert into outbox (id, tenant_id, name, payload)
       select 'redrive:' || id || ':' || epoch, tenant_id, $2, jsonb_build_object('runId', id, 'epoch', epoch)
       from taken where recoveries <= $3
     )
     select * from taken`,
    [leaseSeconds, runRequested.name, mostRecoveries],
  );
  const parked: string[] = [];
  for (const row of rows) {
    if (row.recoveries <= mostRecoveries) {
      logger.warn({ runId: row.id, tenantId: row.tenant_id, epoch: row.epoch }, "a run was handed over again");
      continue;
    }
    const reference: RunReference = { runId: row.id, tenantId: row.tenant_id, epoch: row.epoch };
    await failRun(reference, new Error(`Handed over ${mostRecoveries} times without coming to an end.`));
    parked.push(row.id);
  }
  if (rows.length > parked.length) dispatchSoon();
  return { handedOver: rows.filter((row) => row.recoveries <= mostRecoveries).map((row) => row.id), parked };
}

const sweepMs = 15_000;

/** Reconciles now and every 15 s. @returns how to stop. */
export function keepReconciling(): () => void {
  const sweep = (): void => {
    reconcileRuns().catch((error: unknown) =>
      logger.warn({ err: error }, "runs could not be reconciled; trying again"),
    );
  };
  sweep();
  const timer = setInterval(sweep, sweepMs);
  timer.unref();
  return () => clearInterval(timer);
}
