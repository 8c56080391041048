import { runStopRequested } from "@/inngest/events";
import { pool } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import type { LoggedEvent, RunEvent } from "@/server/domain/run/events";
import { closingEvents, findOpenPieces } from "@/server/domain/run/open-pieces";
import { isTerminal, type RunStatus } from "@/server/domain/run/status";
import { eventHub } from "@/server/events/hub";
import { processId } from "@/server/events/process-id";
import { newId } from "@/server/ids";
import { attributeUsage } from "@/server/progress/attribute-usage";
import { storableJson } from "@/server/progress/batch";
import type { Principal } from "@/server/services/access/principal";
import { dispatchSoon } from "@/server/services/runs/dispatch-outbox";
import { abortRun } from "@/server/services/runs/run-holds";

interface RunRow {
  session_id: string;
  status: RunStatus;
  inputs: Json;
}

/**
 * Stops a run for good: its row, its open nodes and its stream end here, in one transaction; what still executes is aborted
 * and whatever it writes later is fenced off. Stopping a run that has ended changes nothing.
 * @throws DomainError not_found
 */
export async function stopRun(principal: Principal, runId: string): Promise<{ status: RunStatus }> {
  const client = await pool.connect();
  let published: { sessionId: string; events: LoggedEvent[] } | undefined;
  try {
    await client.query("begin");
    const found = await client.query<RunRow>(
      "select session_id, status, inputs from run where id = $1 and tenant_id = $2 and owner_id = $3 for update",
      [runId, principal.tenantId, principal.personId],
    );
    const run = found.rows[0];
    if (!run) throw new DomainError("not_found", "There is no such run.");
    if (isTerminal(run.status)) {
      await client.query("commit");
      return { status: run.status };
    }
    const locked = await client.query<{ head_seq: number }>("select head_seq from session where id = $1 for update", [
      run.session_id,
    ]);
    const headSeq = locked.rows[0]?.head_seq || null;
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
    const bumped = await client.query<{ event_seq: string; message_seq: number }>(
      `update session set event_seq = event_seq + $2, message_seq = message_seq + $3,
         head_seq = case when $3 > 0 then message_seq + $3 else head_seq end, message_count = message_count + $3, updated_at = clock_timestamp() where id = $1 returning event_seq, message_seq`,
      [run.session_id, events.length, said.length],
    );
    const counters = bumped.rows[0];
    if (!counters) throw new DomainError("not_found", "The session of this run does not exist any more.");
    const firstSeq = Number(counters.event_seq) - events.length + 1;
    const inserted = await client.query<{ seq: string; created_at: Date }>(
      `insert into event (tenant_id, session_id, seq, run_id, type, payload)
       select $1, $2, $3 + place - 1, $4, event ->> 'type', event
       from jsonb_array_elements($5::jsonb) with ordinality as given(event, place) returning seq, created_at`,
      [principal.tenantId, run.session_id, firstSeq, runId, storableJson(events)],
    );
    for (const [index, message] of said.entries()) {
      const seq = counters.message_seq - said.length + 1 + index;
      await client.query(
        `insert into message (id, tenant_id, session_id, seq, parent_seq, run_id, node_id, role, content)
         values ($1, $2, $3, $4, $5, $6, $7, 'assistant', $8)`,
        [
          message.messageId,
          principal.tenantId,
          run.session_id,
          seq,
          index === 0 ? headSeq : seq - 1,
          runId,
          message.nodeId,
          message.text,
        ],
      );
    }
    await client.query("insert into outbox (id, tenant_id, name, payload) values ($1, $2, $3, $4)", [
      newId(),
      principal.tenantId,
      runStopRequested.name,
      JSON.stringify({ runId }),
    ]);
    await client.query("select pg_notify('signalbox_event', $1), pg_notify('signalbox_control', $2)", [
      `${processId} ${run.session_id}`,
      `stop ${runId}`,
    ]);
    await client.query("commit");
    published = {
      sessionId: run.session_id,
      events: inserted.rows.map((row, index) => ({
        seq: Number(row.seq),
        runId,
        at: row.created_at.toISOString(),
        event: events[index] as RunEvent,
      })),
    };
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
  abortRun(runId);
  eventHub.publish(published.sessionId, published.events);
  dispatchSoon();
  await attributeUsage(runId);
  return { status: "cancelled" };
}
