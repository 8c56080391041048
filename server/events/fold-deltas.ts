import { pool } from "@/server/db";
import type { LoggedEvent, RunEvent, TextPart } from "@/server/domain/run/events";
import { logger } from "@/server/logger";
import { storableJson } from "@/server/progress/batch";

type Delta = Extract<RunEvent, { type: "text.delta" | "reasoning.delta" | "tool.args" }>;

interface Piece {
  seq: string;
  payload: Delta;
}

/**
 * Folds the pieces of a message or call that has ended into its last one, so that the log keeps one row for each instead of
 * one for each token. The row says where the pieces were cut, for clients that resume between two of them.
 */
export async function foldDeltas(sessionId: string, runId: string, ended: Ended): Promise<void> {
  const key = ended.type === "tool.args" ? "toolCallId" : "messageId";
  const client = await pool.connect();
  try {
    await client.query("begin");
    const { rows } = await client.query<Piece>(
      `select seq, payload from event
       where run_id = $1 and session_id = $2 and type = $3 and payload ->> $4 = $5 order by seq for update`,
      [runId, sessionId, ended.type, key, ended.id],
    );
    const last = rows.at(-1);
    if (last && rows.length > 1) {
      await client.query("update event set payload = $3::jsonb where session_id = $1 and seq = $2", [
        sessionId,
        last.seq,
        storableJson(fold(rows, last.payload)),
      ]);
      await client.query("delete from event where session_id = $1 and seq = any($2::bigint[])", [
        sessionId,
        rows.slice(0, -1).map((row) => row.seq),
      ]);
    }
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch((failure: unknown) => logger.debug({ err: failure }, "rollback failed"));
    throw error;
  } finally {
    client.release();
  }
}

interface Ended {
  type: Delta["type"];
  id: string;
}

function fold(rows: readonly Piece[], last: Delta): Delta {
  const parts: TextPart[] = [];
  let delta = "";
  for (const row of rows) {
    delta += row.payload.delta;
    parts.push({ seq: Number(row.seq), length: delta.length });
  }
  return { ...last, delta, parts };
}

/** Folds what these events end, after everyone has been told; a failure leaves the pieces as they are, which is right too. */
export function foldEnded(sessionId: string, events: readonly LoggedEvent[]): void {
  for (const { runId, event } of events) {
    const ended = endOf(event);
    if (ended && !isInOnePiece(ended, events))
      foldDeltas(sessionId, runId, ended).catch((error: unknown) =>
        logger.warn({ err: error }, "a message's pieces could not be folded"),
      );
  }
}

/** What a message or call is made of, when an event ends one. */
function endOf(event: RunEvent): Ended | undefined {
  if (event.type === "text.ended") return { type: "text.delta", id: event.messageId };
  if (event.type === "reasoning.ended") return { type: "reasoning.delta", id: event.messageId };
  if (event.type === "tool.ended") return { type: "tool.args", id: event.toolCallId };
  return undefined;
}

const beginnings = {
  "text.delta": "text.started",
  "reasoning.delta": "reasoning.started",
  "tool.args": "tool.started",
};

/** Whether these events have the whole message or call, in no more than one piece. */
function isInOnePiece({ type, id }: Ended, events: readonly LoggedEvent[]): boolean {
  const isOf = ({ event }: LoggedEvent) =>
    ("messageId" in event ? event.messageId : "toolCallId" in event && event.toolCallId) === id;
  const own = events.filter(isOf);
  return (
    own.some(({ event }) => event.type === beginnings[type]) &&
    own.filter(({ event }) => event.type === type).length < 2
  );
}
