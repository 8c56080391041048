import type { PoolClient } from "pg";
import { DomainError } from "@/server/domain/errors";
import type { LoggedEvent, RunEvent } from "@/server/domain/run/events";
import { processId } from "@/server/events/process-id";
import { storableJson } from "@/server/progress/batch";
import type { MessageWrite } from "@/server/progress/progress";

interface LogPlace {
  tenantId: string;
  sessionId: string;
  runId: string;
}

/**
 * Adds events and messages to a session inside a transaction of the caller's, which has locked the run already; other
 * processes are told on commit. The caller publishes what is returned once it has committed.
 * @throws DomainError not_found when the session does not exist any more
 */
export async function appendToSession(
  client: PoolClient,
  { tenantId, sessionId, runId }: LogPlace,
  { events, messages = [] }: { events: readonly RunEvent[]; messages?: readonly MessageWrite[] },
): Promise<LoggedEvent[]> {
  const locked = await client.query<{ event_seq: string; message_seq: number; head_seq: number }>(
    "select event_seq, message_seq, head_seq from session where id = $1 and tenant_id = $2 for update",
    [sessionId, tenantId],
  );
  const session = locked.rows[0];
  if (!session) throw new DomainError("not_found", "The session of this run does not exist any more.");
  await client.query(
    `update session set event_seq = event_seq + $2, message_seq = message_seq + $3,
       head_seq = case when $3 > 0 then message_seq + $3 else head_seq end, message_count = message_count + $3,
       updated_at = clock_timestamp() where id = $1`,
    [sessionId, events.length, messages.length],
  );
  const inserted = await client.query<{ seq: string; created_at: Date }>(
    `insert into event (tenant_id, session_id, seq, run_id, type, payload)
     select $1, $2, $3 + place, $4, event ->> 'type', event
     from jsonb_array_elements($5::jsonb) with ordinality as given(event, place) returning seq, created_at`,
    [tenantId, sessionId, session.event_seq, runId, storableJson(events)],
  );
  for (const [index, message] of messages.entries()) {
    const seq = session.message_seq + 1 + index;
    await client.query(
      `insert into message (id, tenant_id, session_id, seq, parent_seq, run_id, node_id, role, content, tool_calls, tool_call_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (id) do nothing`,
      [
        message.id,
        tenantId,
        sessionId,
        seq,
        index === 0 ? session.head_seq || null : seq - 1,
        runId,
        message.nodeId,
        message.role,
        message.content,
        message.toolCalls ? storableJson(message.toolCalls) : null,
        message.toolCallId,
      ],
    );
  }
  await client.query("select pg_notify('signalbox_event', $1)", [`${processId} ${sessionId}`]);
  return inserted.rows.map((row, index) => ({
    seq: Number(row.seq),
    runId,
    at: row.created_at.toISOString(),
    event: events[index] as RunEvent,
  }));
}
