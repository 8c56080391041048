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

/**
 * Ends a run, deletes all that was queued or waiting for it, and queues the events that tell of it. They go through the
 * queue, because resuming the invoking run here would take locks in the opposite order.
 * @param by the item whose call says so, null for a cancellation
 * @returns false when the run had ended already or the item is no longer ours; nothing was written then
 */
export async function endRun(
  context: EngineContext,
  on: Queryable,
  run: Omit<CalledRun, "version">,
  end: RunEnd,
  by: Pick<Item, "id" | "gen"> | null,
): Promise<boolean> {
  const output = end.status === "completed" ? end.output : null;
  const error = end.status === "completed" ? null : JSON.stringify(end.error);
  const ended = await on.query(context.sql.endRun, [
    run.id,
    end.status,
    output,
    error,
    by?.id ?? null,
    by?.gen ?? null,
    JSON.stringify(announcements(context, run, end)),
  ]);
  return ended.length > 0;
}

/** Cancels a run from outside its calls. Nothing happens when it has ended before. */
export async function cancelRun(
  context: EngineContext,
  tx: Queryable,
  runId: string,
  message = "The function was cancelled",
): Promise<void> {
  const [run] = await tx.query<Omit<CalledRun, "version">>(context.sql.loadRun, [runId]);
  if (run) await endRun(context, tx, run, { status: "cancelled", error: { name: "Cancelled", message } }, null);
}

function announcements(context: EngineContext, run: Omit<CalledRun, "version">, end: RunEnd) {
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
