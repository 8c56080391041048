import type { EngineContext } from "./context";
import type { Queryable } from "./database";
import { errorMemo } from "./memo";
import type { CalledRun, EventPayload, Item, SerializedError } from "./types";
import { ulid } from "./ulid";

export type RunEnd =
  | { status: "completed"; output: string }
  | { status: "failed"; error: SerializedError }
  | { status: "cancelled"; error: SerializedError };

/** What an item of kind `event` carries: a lifecycle event to take in, and the invocation its run answers. */
export interface Announcement {
  event: EventPayload;
  corr: string | null;
  memo: string;
}

/** The end of a run as the database takes it. */
export interface EndRow {
  run_id: string;
  status: RunEnd["status"];
  output: string | null;
  error: string | null;
  /** The item whose call says so, with its generation; null for a cancellation. */
  item_id: string | null;
  gen: string | null;
  /** Events to announce; one is announced when it is `needed` or somebody waits for its name. */
  announcements: { id: string; name: string; needed: boolean; payload: string }[];
}

/**
 * What ends a run, deletes all that was queued or waiting for it, and queues the events that tell of it. They go through the
 * queue, because resuming the invoking run in the same transaction would take locks in the opposite order.
 * @param by the item whose call says so, null for a cancellation
 */
export function endRow(
  context: EngineContext,
  run: Omit<CalledRun, "version">,
  end: RunEnd,
  by: Pick<Item, "id" | "gen"> | null,
): EndRow {
  return {
    run_id: run.id,
    status: end.status,
    output: end.status === "completed" ? end.output : null,
    error: end.status === "completed" ? null : JSON.stringify(end.error),
    item_id: by?.id ?? null,
    gen: by?.gen ?? null,
    announcements: announcements(context, run, end),
  };
}

/** Cancels a run from outside its calls. Nothing happens when it has ended before. */
export async function cancelRun(
  context: EngineContext,
  tx: Queryable,
  runId: string,
  message = "The function was cancelled",
): Promise<void> {
  const [run] = await tx.query<Omit<CalledRun, "version">>(context.sql.loadRun, [runId]);
  if (!run) return;
  const end: RunEnd = { status: "cancelled", error: { name: "Cancelled", message } };
  await tx.query(context.sql.endRuns, [JSON.stringify([endRow(context, run, end, null)])]);
}

function announcements(context: EngineContext, run: Omit<CalledRun, "version">, end: RunEnd): EndRow["announcements"] {
  const events: EventPayload[] = JSON.parse(run.events);
  const [event] = events;
  // A handler of these events must not set them off again, or a failing one would go round for ever.
  const isOfLifecycle =
    event !== undefined && event.name.startsWith("inngest/function.") && event.name !== "inngest/function.invoked";
  if (isOfLifecycle) return [];
  const about = { function_id: run.fn, run_id: run.id, event, events };
  const outcome = end.status === "completed" ? { result: JSON.parse(end.output) } : { error: end.error };
  const memo = end.status === "completed" ? `{"type":"data","data":${end.output}}` : errorMemo(end.error);
  const names = end.status === "completed" ? ["finished"] : [end.status, "finished"];
  return names.map((suffix) => {
    const name = `inngest/function.${suffix}`;
    const corr = suffix === "finished" ? run.corr : null;
    const announcement: Announcement = {
      event: {
        id: ulid(),
        name,
        data: { ...about, ...outcome, ...(corr ? { correlation_id: corr } : {}) },
        ts: Date.now(),
        user: {},
      },
      corr,
      memo,
    };
    const needed = corr !== null || context.functions.isAnyTriggeredByName(name);
    return { id: `event.${announcement.event.id}`, name, needed, payload: JSON.stringify(announcement) };
  });
}
