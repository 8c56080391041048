import { runRequested } from "@/inngest/events";
import { pool } from "@/server/db";
import { logger } from "@/server/logger";
import { leaseSeconds } from "@/server/progress/lease";
import { dispatchSoon } from "@/server/services/runs/dispatch-outbox";
import type { RunReference } from "@/server/services/runs/run-target";

/**
 * Gives a run that has become longer than the engine lets one be to a new run of the engine, with the next epoch. The run's own
 * rows say how far it is, so nothing that has ended is done again; what still executes is fenced and begun again. It came that
 * far by doing something, so it counts as no recovery. Repeating it changes nothing.
 */
export async function handOverRun({ runId, tenantId, epoch }: RunReference): Promise<void> {
  const { rowCount } = await pool.query(
    `with taken as (
       update run set epoch = epoch + 1, lease_until = clock_timestamp() + make_interval(secs => $4)
       where id = $1 and tenant_id = $2 and epoch = $3 and status = 'running'
       returning id, tenant_id, epoch
     )
     insert into outbox (id, tenant_id, name, payload)
     select 'redrive:' || id || ':' || epoch, tenant_id, $5, jsonb_build_object('runId', id, 'epoch', epoch) from taken`,
    [runId, tenantId, epoch, leaseSeconds, runRequested.name],
  );
  if (rowCount === 0) return;
  logger.info({ runId, tenantId, epoch }, "a long run goes on in a new run of the engine");
  dispatchSoon();
}
