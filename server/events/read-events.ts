import { pool } from "@/server/db";
import type { LoggedEvent, RunEvent } from "@/server/domain/run/events";

interface EventRow {
  seq: string;
  run_id: string;
  payload: RunEvent;
  created_at: Date;
}

function fromRow(row: EventRow): LoggedEvent {
  return { seq: Number(row.seq), runId: row.run_id, at: row.created_at.toISOString(), event: row.payload };
}

/** Events of a session with `seq > after`, in order, at most `limit`. The caller has checked who may read the session. */
export async function readSessionEvents(sessionId: string, after: number, limit = 500): Promise<LoggedEvent[]> {
  const { rows } = await pool.query<EventRow>({
    name: "read-session-events",
    text: "select seq, run_id, payload, created_at from event where session_id = $1 and seq > $2 order by seq limit $3",
    values: [sessionId, after, limit],
  });
  return rows.map(fromRow);
}

/** All events of one run in order. */
export async function readRunEvents(runId: string): Promise<LoggedEvent[]> {
  const { rows } = await pool.query<EventRow>({
    name: "read-run-events",
    text: "select seq, run_id, payload, created_at from event where run_id = $1 order by seq",
    values: [runId],
  });
  return rows.map(fromRow);
}
