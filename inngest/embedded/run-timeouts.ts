import { writePatienceMs, type EngineContext } from "./context";
import type { QueueRow } from "./plan-operations";
import { cancelRun } from "./run-end";
import type { FunctionConfig } from "./function-config";
import type { CalledRun, Item } from "./types";

/** The item that cancels a run which has not begun in time; null when its function sets no such time. */
export function startTimeout(runId: string, config: FunctionConfig | undefined): Omit<QueueRow, "step_id"> | null {
  const delayMs = config?.flow.startTimeoutMs ?? null;
  if (!config || delayMs === null) return null;
  return { id: `${runId}.start`, kind: "cancel", fn: config.id, run_id: runId, delay_ms: delayMs, payload: "start" };
}

/**
 * To be called before the first call of a run: ends its start timeout and begins its finish timeout. Costs nothing when
 * its function sets neither.
 * @returns false when the run has ended meanwhile
 */
export async function beginRun(context: EngineContext, run: CalledRun): Promise<boolean> {
  const flow = context.functions.get(run.fn)?.flow;
  if (!flow || (flow.startTimeoutMs === null && flow.finishTimeoutMs === null)) return true;
  const begun = await context.database.queryPatiently(
    context.sql.beginRun,
    [run.id, flow.finishTimeoutMs],
    writePatienceMs,
  );
  if (flow.finishTimeoutMs !== null) context.wake(flow.finishTimeoutMs);
  return begun.length > 0;
}

/** Cancels the run whose start or finish timeout this item is, unless it has begun in time after all. */
export async function timeOutRun(context: EngineContext, item: Item, run: CalledRun): Promise<void> {
  const { sql } = context;
  await context.database.transaction(async (tx) => {
    if ((await tx.query(sql.lockRun, [run.id])).length === 0) return;
    if ((await tx.query(sql.remove, [item.id, item.gen])).length === 0) return;
    if (item.payload === "start" && (await tx.query(sql.hasBegun, [run.id])).length > 0) return;
    await cancelRun(context, tx, run.id, `The function was cancelled: it did not ${item.payload} in time`);
  }, writePatienceMs);
  context.wake();
}
