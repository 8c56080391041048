import { writePatienceMs, type EngineContext } from "./context";
import type { Queryable } from "./database";
import type { ActiveCall } from "./active-calls";
import { bytesOf, endBeyondLimits, type RunSize } from "./limits";
import { errorMemo } from "./memo";
import { planOperations, type OperationPlan, type PendingStep } from "./plan-operations";
import { settleStep } from "./pauses";
import { endRow, type RunEnd } from "./run-end";
import { createRuns, type NewRun } from "./runs";
import { UnsupportedError, type EventPayload, type Item } from "./types";
import { ulid } from "./ulid";
import type { Answer, Call } from "./wire";

/**
 * Writes what an answer means, all of it or nothing, and only while the item is still ours.
 * @param active what the run measures with the steps the call has stored while it ran, and whether it got on
 * @returns the generation under which the run's next call goes on in this worker, or null when the item is done with
 */
export async function applyAnswer(
  context: EngineContext,
  call: Call,
  answer: Answer,
  active: ActiveCall,
): Promise<string | null> {
  const item = active.buffer.hasProgressed ? { ...call.item, attempt: 0 } : call.item;
  if (answer.type === "complete") return complete(context, call, answer.output);
  if (answer.type === "error") {
    if (!answer.isRetriable || item.attempt + 1 >= call.maxAttempts)
      return finish(context, call, { status: "failed", error: answer.error });
    return retry(context, item, answer.retryAfterMs);
  }
  const [first] = answer.operations;
  if (first && answer.operations.length === 1) {
    // The SDK calls a step failed for good at what was the last attempt when the call began.
    const isFailure = first.op === "StepError" || (first.op === "StepFailed" && item.attempt < call.item.attempt);
    if (isFailure && item.attempt + 1 < call.maxAttempts) return retry(context, item, answer.retryAfterMs);
    if (isFailure)
      return applyOperations(context, call, { ...answer, operations: [{ ...first, op: "StepFailed" }] }, active);
  }
  return applyOperations(context, call, answer, active);
}

async function complete(context: EngineContext, call: Call, output: string): Promise<null> {
  const end = endBeyondLimits({ steps: 0, stateBytes: 0 }, [{ name: null, memo: output }]);
  return finish(context, call, end ?? { status: "completed", output });
}

/**
 * Ends the run an item belongs to, if the item is still ours. What it made room for is claimed when the worker is done with
 * the item.
 */
export async function finish(context: EngineContext, call: Pick<Call, "item" | "run">, end: RunEnd): Promise<null> {
  await context.runEndWriter.write(endRow(context, call.run, end, call.item));
  return null;
}

async function retry(context: EngineContext, item: Item, retryAfterMs: number | null): Promise<null> {
  const delayMs = retryAfterMs ?? context.backoff(item.attempt);
  await context.database.queryPatiently(
    context.sql.release,
    [item.id, item.gen, item.attempt + 1, delayMs],
    writePatienceMs,
  );
  context.wake(delayMs);
  return null;
}

async function applyOperations(
  context: EngineContext,
  call: Call,
  { operations, version }: Extract<Answer, { type: "operations" }>,
  size: RunSize,
): Promise<string | null> {
  const { database, sql } = context;
  const { item, run } = call;
  let plan: OperationPlan;
  try {
    const event: EventPayload = JSON.parse(run.events)[0];
    plan = planOperations({ id: run.id, fn: run.fn, event }, operations);
  } catch (error) {
    if (!(error instanceof UnsupportedError)) throw error;
    return finish(context, call, { status: "failed", error: { name: error.name, message: error.message } });
  }
  const end = endBeyondLimits(sizeWith(size, call, plan), outputsOf(plan));
  if (end) return finish(context, call, end);
  const [only] = plan.done;
  if (plan.output !== null && operations.length === 1)
    return finish(context, call, { status: "completed", output: plan.output });
  if (only && operations.length === 1 && version === run.version) {
    const [row] = await database.queryPatiently<{ gen: string | null }>(
      sql.finishStep,
      [item.id, item.gen, run.id, only.id, only.op, only.name, only.memo],
      writePatienceMs,
    );
    return nextGeneration(context, row?.gen ?? null);
  }
  const gen = await database.transaction((tx) => writePlan(context, tx, call, plan, version), writePatienceMs);
  const delays = plan.pending.flatMap((step) => step.item?.delay_ms ?? []);
  if (delays.length > 0) context.wake(Math.min(...delays));
  if (plan.output !== null || plan.pending.some((step) => step.invoke)) context.wake();
  return nextGeneration(context, gen);
}

/** What the run measures with what the answer adds to it. Steps reported again are there already. */
function sizeWith({ steps, stateBytes }: RunSize, call: Call, { done, pending }: OperationPlan): RunSize {
  const knownIds = new Set(call.steps.map((step) => step.id));
  const added = [...done, ...pending].filter(({ id }) => !knownIds.has(id)).length;
  return { steps: steps + added, stateBytes: stateBytes + bytesOf(done) };
}

function outputsOf({ done, output }: OperationPlan): { name: string | null; memo: string }[] {
  return output === null ? done : [...done, { name: null, memo: output }];
}

async function writePlan(
  context: EngineContext,
  tx: Queryable,
  call: Call,
  plan: OperationPlan,
  version: number,
): Promise<string | null> {
  const { sql } = context;
  const { item, run } = call;
  if ((await tx.query(sql.lockRun, [run.id])).length === 0) return null;
  if ((await tx.query(sql.fence, [item.id, item.gen])).length === 0) return null;
  if (version !== run.version) await tx.query(sql.setVersion, [run.id, version]);
  let isDue = false;
  if (plan.done.length > 0) {
    const saved = await tx.query<{ race: boolean }>(sql.saveSteps, [run.id, JSON.stringify(plan.done)]);
    isDue = version === 1 || saved.some(({ race }) => race);
  }
  if (plan.output !== null) {
    const end = endRow(context, run, { status: "completed", output: plan.output }, item);
    await tx.query(sql.endRuns, [JSON.stringify([end])]);
    return null;
  }
  if (plan.pending.length > 0) await writePending(context, tx, call, plan.pending);
  const [row] = await tx.query<{ gen: string }>(sql.advance, [item.id, run.id, isDue]);
  return row?.gen ?? null;
}

/** Steps reported again by a later call, as the branches of a race are, are there already and stay as they are. */
async function writePending(context: EngineContext, tx: Queryable, call: Call, pending: PendingStep[]): Promise<void> {
  const { sql } = context;
  const planned = await tx.query<{ id: string }>(sql.planSteps, [call.run.id, JSON.stringify(pending)]);
  const newIds = new Set(planned.map(({ id }) => id));
  const fresh = pending.filter(({ id }) => newIds.has(id));
  const items = fresh.flatMap((step) => step.item ?? []);
  if (items.length > 0) await tx.query(sql.enqueue, [JSON.stringify(items)]);
  for (const { pause, replacesSignal } of fresh) {
    if (pause?.signal === undefined || !replacesSignal) continue;
    const [waiting] = await tx.query<{ id: string }>(sql.findBySignal, [pause.signal]);
    if (waiting) await tx.query(sql.takePauses, [[waiting.id]]);
  }
  const pauses = fresh.flatMap(({ pause }) => pause ?? []);
  if (pauses.length > 0) {
    const inserted = await tx.query<{ id: string }>(sql.insertPauses, [JSON.stringify(pauses)]);
    const insertedIds = new Set(inserted.map(({ id }) => id));
    for (const { id, pause } of fresh) {
      if (pause === null || insertedIds.has(pause.id)) continue;
      const error = {
        name: "SignalConflictError",
        message: `Another run waits for the signal "${pause.signal}" already`,
      };
      await settleStep(context, tx, call.run.id, id, errorMemo(error));
    }
  }
  for (const step of fresh) await invoke(context, tx, call, step);
}

async function invoke(
  context: EngineContext,
  tx: Queryable,
  call: Call,
  { id, invoke: invocation, pause }: PendingStep,
): Promise<void> {
  if (!invocation || !pause) return;
  const config = context.functions.get(invocation.functionId);
  if (!config) {
    const error = {
      name: "FunctionNotFoundError",
      message: `There is no function "${invocation.functionId}" to invoke`,
    };
    await settleStep(context, tx, call.run.id, id, errorMemo(error));
    return;
  }
  const { data, ...rest } = invocation.payload;
  const eventId = ulid();
  const event: EventPayload = {
    ...rest,
    id: eventId,
    name: "inngest/function.invoked",
    data: { ...(typeof data === "object" ? data : {}), _inngest: { fn_id: config.id, correlation_id: pause.id } },
    ts: Date.now(),
    user: {},
  };
  await tx.query(context.sql.insertEvents, [
    JSON.stringify([{ id: eventId, name: event.name, payload: JSON.stringify(event) }]),
  ]);
  const run: NewRun = { config, event, moreEvents: [], eventId, idempotencyKey: null, corr: pause.id };
  const [refusal] = await createRuns(context, tx, [run]);
  if (!refusal) return;
  const error = {
    name: "FunctionNotStartedError",
    message: `The function "${config.id}" was not started: ${refusal.reason}`,
  };
  await settleStep(context, tx, call.run.id, id, errorMemo(error));
}

/** The database says 0 for "this item is gone" and null for "it was no longer ours". */
function nextGeneration(context: EngineContext, gen: string | null): string | null {
  if (gen === null) return null;
  if (gen !== "0") return gen;
  context.wake(); // the run's next call may have become due for anybody
  return null;
}
