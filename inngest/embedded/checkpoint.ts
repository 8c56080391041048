import type { ActiveCalls } from "./active-calls";
import { finish } from "./apply-answer";
import { writePatienceMs, type EngineContext } from "./context";
import { bytesOf, endBeyondLimits } from "./limits";
import { doneStep, isDone } from "./plan-operations";
import { isRecord } from "./types";
import { readOperation } from "./wire";

/**
 * Takes in the steps a running call has completed, to be stored at once or with those that follow: see `StepBuffer`.
 * @returns `stale` when the call must stop at once: its item is no longer ours, its run has ended, or the engine is
 *   draining and has handed the run over; `invalid` when the body is not a checkpoint
 */
export async function checkpoint(
  context: EngineContext,
  calls: ActiveCalls,
  runId: string,
  body: unknown,
): Promise<"saved" | "stale" | "invalid"> {
  if (!isRecord(body) || typeof body.qi_id !== "string" || !Array.isArray(body.steps)) return "invalid";
  const itemId = body.qi_id;
  const gen = String(body.generation_id);
  const operations = body.steps.map(readOperation).filter((operation) => operation !== null);
  if (operations.length !== body.steps.length || !/^\d+$/.test(gen)) return "invalid";
  const call = calls.get(itemId, gen);
  if (!call) return "stale";
  const unsupported = operations.find((operation) => !isDone(operation));
  if (unsupported) {
    const message = `The embedded executor does not support the operation "${unsupported.op}"`;
    await finish(context, call, { status: "failed", error: { name: "UnsupportedError", message } });
    return "stale";
  }
  const steps = operations.map(doneStep);
  call.steps += steps.length;
  call.stateBytes += bytesOf(steps);
  const end = endBeyondLimits(call, steps);
  if (end) {
    await finish(context, call, end);
    return "stale";
  }
  if (!(await call.buffer.add(steps))) return "stale";
  if (!calls.isDraining) return "saved";
  if (!(await call.buffer.store())) return "stale";
  await context.database.queryPatiently(context.sql.release, [itemId, gen, 0, 0], writePatienceMs);
  return "stale";
}
