import { runStopRequested } from "@/inngest/events";
import { DomainError } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import type { LoggedEvent, RunEvent } from "@/server/domain/run/events";
import { closingEvents, findOpenPieces } from "@/server/domain/run/open-pieces";
import { isTerminal, type RunStatus } from "@/server/domain/run/status";
import { eventHub } from "@/server/events/hub";
import { newId } from "@/server/ids";
import { inTransaction } from "@/server/in-transaction";
import { appendToSession } from "@/server/progress/append-to-session";
import { attributeUsage } from "@/server/progress/attribute-usage";
import type { Principal } from "@/server/services/access/principal";
import { dispatchSoon } from "@/server/services/runs/dispatch-outbox";
import { abortRun, writeHeld } from "@/server/services/runs/run-holds";
import { endReflection } from "@/server/services/traces/end-reflection";

interface RunRow {
  session_id: string;
  status: RunStatus;
  inputs: Json;
}

interface Stopped {
  status: RunStatus;
  sessionId: string;
  events: LoggedEvent[];
  /** The run that goes on from one whose questions are answered. */
  goesOnAs?: string | undefined;
}

/**
 * Stops a run for good: its row, its open nodes and its stream end here, in one transaction; what still executes is aborted
 * and whatever it writes later is fenced off. A run that waits for people is cancelled with its questions; where they are
 * answered, the run that goes on from it is stopped. Stopping a run that has ended otherwise changes nothing.
 * @throws DomainError not_found
 */
export async function stopRun(principal: Principal, runId: string): Promise<{ status: RunStatus }> {
  const { tenantId, personId } = principal;
  // Before the run is locked, which these writes would wait for.
  await writeHeld(runId);
  const stopped: Stopped = await inTransaction(async (client): Promise<Stopped> => {
    const found = await client.query<RunRow>(
      "select session_id, status, inputs from run where id = $1 and tenant_id = $2 and owner_id = $3 for update",
      [runId, tenantId, personId],
    );
    const run = found.rows[0];
    if (!run) throw new DomainError("not_found", "There is no such run.");
    const sessionId = run.session_id;
    if (run.status === "waiting") {
      const cancelled = await client.query(
        `with cancelled as (
             update interrupt set status = 'CANCELLED', decided_by_id = $2, decided_at = clock_timestamp()
             where run_id = $1 and tenant_id = $3 and status = 'PENDING_APPROVAL' returning id
           )
           insert into audit_entry (id, tenant_id, actor_id, action, resource, resource_id, outcome, details)
           select gen_random_uuid()::text, $3, $2, 'interrupt.cancel', 'interrupt', id, 'done', jsonb_build_object('runId', $1::text)
           from cancelled`,
        [runId, personId, tenantId],
      );
      if (cancelled.rowCount === 0) {
        const resumed = await client.query<{ id: string }>(
          "select id from run where parent_run_id = $1 and tenant_id = $2 and kind = 'resume'",
          [runId, tenantId],
        );
        return { status: run.status, sessionId, events: [], goesOnAs: resumed.rows[0]?.id };
      }
      await client.query("update run set status = 'cancelled', stop_requested_at = clock_timestamp() where id = $1", [
        runId,
      ]);
      return { status: "cancelled", sessionId, events: [] };
    }
    if (isTerminal(run.status)) return { status: run.status, sessionId, events: [] };
    const logged = await client.query<{ payload: RunEvent }>(
      "select payload from event where run_id = $1 order by seq",
      [runId],
    );
    const open = findOpenPieces(logged.rows.map((row) => row.payload));
    const events: RunEvent[] = [
      ...(logged.rows.length === 0 ? [{ type: "run.started", inputs: run.inputs } satisfies RunEvent] : []),
      ...closingEvents(open, "cancelled"),
      { type: "run.finished", outcome: "cancelled" },
    ];
    await client.query(
      `update run set status = 'cancelled', stop_requested_at = clock_timestamp(), ended_at = clock_timestamp(),
           started_at = coalesce(started_at, clock_timestamp()) where id = $1`,
      [runId],
    );
    await client.query(
      "update node_run set status = 'cancelled', ended_at = clock_timestamp() where run_id = $1 and status in ('pending', 'running')",
      [runId],
    );
    await client.query(
      "update span set status = 'cancelled', ended_at = greatest(started_at, clock_timestamp()) where run_id = $1 and status = 'running'",
      [runId],
    );
    const said = open.messages.filter((message) => message.audience === "everyone" && message.text !== "");
    const appended = await appendToSession(
      client,
      { tenantId, sessionId, runId },
      {
        events,
        messages: said.map(({ messageId, nodeId, text }) => ({
          id: messageId,
          role: "assistant",
          content: text,
          nodeId,
        })),
      },
    );
    await endReflection(client, { tenantId, runId });
    await client.query("insert into outbox (id, tenant_id, name, payload) values ($1, $2, $3, $4)", [
      newId(),
      tenantId,
      runStopRequested.name,
      JSON.stringify({ runId }),
    ]);
    await client.query("select pg_notify('signalbox_control', $1)", [`stop ${runId}`]);
    return { status: "cancelled", sessionId, events: appended };
  });
  if (stopped.goesOnAs !== undefined) return stopRun(principal, stopped.goesOnAs);
  if (stopped.events.length > 0) {
    abortRun(runId);
    eventHub.publish(stopped.sessionId, stopped.events);
    dispatchSoon();
    await attributeUsage(runId);
  }
  return { status: stopped.status };
}
