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

/** The same for several sessions at once, each from its own place on; those without such events are absent. */
export async function readEventsOfSessions(
  places: readonly { sessionId: string; after: number }[],
  limitEach: number,
): Promise<Map<string, LoggedEvent[]>> {
  const { rows } = await pool.query<EventRow & { session_id: string }>({
    name: "read-events-of-sessions",
    text: `select p.session_id, e.* from unnest($1::text[], $2::bigint[]) as p(session_id, after)
      cross join lateral (
        select seq, run_id, payload, created_at from event where session_id = p.session_id and seq > p.after order by seq limit $3
      ) as e order by p.session_id, e.seq`,
    values: [places.map(({ sessionId }) => sessionId), places.map(({ after }) => after), limitEach],
  });
  const events = new Map<string, LoggedEvent[]>();
  for (const row of rows) {
    const known = events.get(row.session_id);
    if (known) known.push(fromRow(row));
    else events.set(row.session_id, [fromRow(row)]);
  }
  return events;
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
