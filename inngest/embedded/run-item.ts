import type { ActiveCall, ActiveCalls } from "./active-calls";
import { applyAnswer, finish } from "./apply-answer";
import { writePatienceMs, type EngineContext } from "./context";
import { runCron } from "./cron";
import { takeInOwn } from "./events";
import { startGathered } from "./gathering";
import { bytesOf } from "./limits";
import { dataMemo, serializedError } from "./memo";
import { isRunComplete } from "./plan-operations";
import { resolveOne, settleStep } from "./pauses";
import type { Announcement } from "./run-end";
import { beginRun, timeOutRun } from "./run-timeouts";
import { StepBuffer } from "./step-buffer";
import type { CalledRun, Item } from "./types";
import { callRequest, readAnswer, type Answer, type Call, type StepRow } from "./wire";

/** An item a worker holds, with the run it belongs to, if it belongs to one. */
export interface ClaimedItem {
  /** Replaced when the work goes on as the run's next call. */
  item: Item;
  run: CalledRun | null;
  /** Whether steps of its run are known; one that is called for the first time has none. */
  hasSteps: boolean;
}

/** Attempts of a function that the app no longer has: the server's default. */
const attemptsOfUnknown = 5;

/** Does the work of one claimed item to its end, as long as this worker holds it. */
export async function runItem(context: EngineContext, calls: ActiveCalls, work: ClaimedItem): Promise<void> {
  const { item, run } = work;
  if (item.kind === "event") return announce(context, item);
  if (item.kind === "cron") return runCron(context, item);
  if (item.kind === "debounce" || item.kind === "batch") return startGathered(context, item);
  if (!run) throw new Error(`The item ${item.id} belongs to no run`);
  if (item.kind === "timeout") return timeOut(context, item, run);
  if (item.kind === "cancel") return timeOutRun(context, item, run);
  if (item.kind === "step") return callUntilDone(context, calls, work, run);
  const [row] = await context.database.queryPatiently<{ gen: string | null }>(
    context.sql.finishStep,
    [item.id, item.gen, run.id, item.stepId, "Sleep", null, dataMemo(null)],
    writePatienceMs,
  );
  const gen = row?.gen ?? null;
  if (gen === "0") context.wake();
  if (gen === null || gen === "0") return;
  goOn(work, run, gen);
  await callUntilDone(context, calls, work, run);
}

async function callUntilDone(
  context: EngineContext,
  calls: ActiveCalls,
  work: ClaimedItem,
  run: CalledRun,
): Promise<void> {
  for (;;) {
    const { item } = work;
    if (calls.isDraining) {
      await context.database.queryPatiently(context.sql.release, [item.id, item.gen, item.attempt, 0], writePatienceMs);
      return;
    }
    const gen = await callOnce(context, calls, work, run);
    if (gen === null) return;
    goOn(work, run, gen);
  }
}

/** One request to the SDK and what it comes to. @returns the generation of the run's next call, if it goes on here */
async function callOnce(
  context: EngineContext,
  calls: ActiveCalls,
  { item, hasSteps }: ClaimedItem,
  run: CalledRun,
): Promise<string | null> {
  const maxAttempts = context.functions.get(run.fn)?.maxAttempts ?? attemptsOfUnknown;
  if (item.attempt >= maxAttempts) {
    const message = `The function was called ${item.attempt} times without an answer: its process died, or the answer could not be stored`;
    return finish(context, { item, run }, { status: "failed", error: { name: "NoAnswerError", message } });
  }
  const steps = hasSteps
    ? await context.database.queryPatiently<StepRow>(context.sql.loadSteps, [run.id], writePatienceMs)
    : [];
  if (steps.length === 0 && !(await beginRun(context, run))) return null;
  const call: Call = { item, run, steps, maxAttempts };
  const buffer = new StepBuffer(context, { item, run });
  const active: ActiveCall = { item, run, buffer, steps: steps.length, stateBytes: bytesOf(steps) };
  calls.begin(active);
  try {
    const answer = await ask(context, call);
    if (!(await buffer.close(endsRun(answer)))) return null;
    return await applyAnswer(context, call, answer, active);
  } finally {
    calls.end(active);
  }
}

function endsRun(answer: Answer): boolean {
  return answer.type === "complete" || (answer.type === "operations" && answer.operations.some(isRunComplete));
}

async function ask(context: EngineContext, call: Call): Promise<Answer> {
  try {
    return await readAnswer(await context.handler(callRequest(call)));
  } catch (error) {
    context.logger.warn({ err: error, fn: call.run.fn, runId: call.run.id }, "the Inngest handler threw");
    return { type: "error", isRetriable: true, retryAfterMs: null, error: serializedError(error) };
  }
}

async function announce(context: EngineContext, item: Item): Promise<void> {
  const { event, corr, memo }: Announcement = JSON.parse(item.payload ?? "{}");
  await context.database.transaction(async (tx) => {
    if ((await tx.query(context.sql.remove, [item.id, item.gen])).length === 0) return;
    if (corr !== null) await resolveOne(context, tx, { corr }, memo);
    await takeInOwn(context, tx, event);
  }, writePatienceMs);
  context.wake();
}

async function timeOut(context: EngineContext, item: Item, run: CalledRun): Promise<void> {
  const { stepId, payload } = item;
  if (stepId === null || payload === null) throw new Error(`The timeout ${item.id} names no step`);
  await context.database.transaction(async (tx) => {
    if ((await tx.query(context.sql.lockRun, [run.id])).length === 0) return;
    if ((await tx.query(context.sql.remove, [item.id, item.gen])).length === 0) return;
    await settleStep(context, tx, run.id, stepId, payload);
  }, writePatienceMs);
  context.wake();
}

/** The work goes on as the item that asks a run what is next, into which the database has turned the one before. */
function goOn(work: ClaimedItem, run: CalledRun, gen: string): void {
  work.item = { ...work.item, id: run.id, kind: "step", stepId: null, attempt: 0, payload: null, gen };
  work.hasSteps = true;
}
