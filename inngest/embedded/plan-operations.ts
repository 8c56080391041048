import { delayFromText, longestDelayMs } from "./duration";
import { compileExpression } from "./expression";
import { dataMemo, errorMemo, operationMemo } from "./memo";
import { pauseCondition, pauseId, timeoutId, type PauseRow } from "./pauses";
import { isRecord, stringField, UnsupportedError, type EventPayload, type Operation } from "./types";

export interface DoneStep {
  id: string;
  op: string;
  name: string | null;
  memo: string;
}

export interface QueueRow {
  id: string;
  kind: "step" | "sleep" | "timeout" | "cancel";
  fn: string;
  run_id: string;
  step_id: string;
  delay_ms: number;
  payload?: string;
}

/** A step that was found and has still to happen, with the rows that make it happen. */
export interface PendingStep {
  id: string;
  op: string;
  name: string | null;
  race: boolean;
  item: QueueRow | null;
  pause: PauseRow | null;
  /** Set for an invocation: the function to start, and the event it gets. */
  invoke: { functionId: string; payload: Record<string, unknown> } | null;
  /** Set for a signal: whether this wait takes over from one that waits already. */
  replacesSignal: boolean;
}

export interface OperationPlan {
  done: DoneStep[];
  pending: PendingStep[];
  /** Set when the function itself has ended: its result as JSON. */
  output: string | null;
}

interface PlannedRun {
  id: string;
  fn: string;
  /** The event the run began with. */
  event: EventPayload;
}

/**
 * Decides what the operations of one answer mean. Nothing is read or written here.
 * @throws UnsupportedError for an operation the engine does not know or cannot carry out
 */
export function planOperations(run: PlannedRun, operations: Operation[]): OperationPlan {
  const plan: OperationPlan = { done: [], pending: [], output: null };
  for (const operation of operations) {
    if (isDone(operation)) plan.done.push(doneStep(operation));
    else if (isRunComplete(operation)) plan.output = JSON.stringify(operation.data ?? null);
    else if (operation.op === "DiscoveryRequest") continue;
    else plan.pending.push(pendingStep(run, operation));
  }
  return plan;
}

/** A completed step as a row. Internals the SDK sends along, the step's inputs among them, are not kept. */
export function doneStep(operation: Operation): DoneStep {
  return { id: operation.id, op: operation.op, name: stepName(operation), memo: operationMemo(operation) };
}

/** Whether an operation reports the final outcome of a step. */
export function isDone(operation: Operation): boolean {
  return operation.op === "StepRun" || operation.op === "Step" || operation.op === "StepFailed";
}

/** Whether an operation reports that the function itself has ended. */
export function isRunComplete(operation: Operation): boolean {
  return operation.op === "RunComplete";
}

function pendingStep(run: PlannedRun, operation: Operation): PendingStep {
  const step: PendingStep = {
    id: operation.id,
    op: operation.op,
    name: stepName(operation),
    race: operation.opts?.parallelMode === "race",
    item: null,
    pause: null,
    invoke: null,
    replacesSignal: false,
  };
  const base = { fn: run.fn, run_id: run.id, step_id: operation.id };
  const timeout = (memo: string): QueueRow => ({
    ...base,
    id: timeoutId(run.id, operation.id),
    kind: "timeout",
    delay_ms: readDelay(operation, stringField(operation.opts, "timeout")),
    payload: memo,
  });
  const pause = {
    id: pauseId(run.id, operation.id),
    run_id: run.id,
    step_id: operation.id,
    expires_ms: longestDelayMs,
  };
  switch (operation.op) {
    case "StepPlanned":
      return { ...step, item: { ...base, id: `${run.id}.${operation.id}`, kind: "step", delay_ms: 0 } };
    case "Sleep":
      return {
        ...step,
        item: {
          ...base,
          id: `${run.id}.${operation.id}`,
          kind: "sleep",
          delay_ms: readDelay(operation, operation.name),
        },
      };
    case "WaitForEvent": {
      const event = operation.name ?? stringField(operation.opts, "event");
      if (!event) throw new UnsupportedError("waitForEvent was called without an event");
      const source = stringField(operation.opts, "if");
      const condition = pauseCondition(source ? compileCondition(source) : null, run.event);
      return { ...step, item: timeout(dataMemo(null)), pause: { ...pause, kind: "event", event, ...condition } };
    }
    case "InvokeFunction": {
      const functionId = stringField(operation.opts, "function_id");
      if (!functionId) throw new UnsupportedError("invoke was called without a function");
      const error = {
        name: "InngestInvokeTimeoutError",
        message: "Timed out waiting for invoked function to complete",
      };
      const payload = isRecord(operation.opts?.payload) ? operation.opts.payload : {};
      return {
        ...step,
        item: timeout(errorMemo(error)),
        pause: { ...pause, kind: "invoke", corr: pause.id },
        invoke: { functionId, payload },
      };
    }
    case "WaitForSignal": {
      const signal = stringField(operation.opts, "signal");
      if (!signal) throw new UnsupportedError("waitForSignal was called without a signal");
      const replacesSignal = operation.opts?.conflict === "replace";
      return { ...step, item: timeout(dataMemo(null)), pause: { ...pause, kind: "signal", signal }, replacesSignal };
    }
    default:
      throw new UnsupportedError(
        `The embedded executor does not support the operation "${operation.op}" (step "${step.name ?? step.id}")`,
      );
  }
}

function readDelay(operation: Operation, text: string | undefined): number {
  if (text === undefined) return longestDelayMs;
  const delayMs = delayFromText(text);
  if (delayMs === null)
    throw new UnsupportedError(`The step "${stepName(operation) ?? operation.id}" has the unreadable time "${text}"`);
  return delayMs;
}

function compileCondition(source: string) {
  try {
    return compileExpression(source);
  } catch (cause) {
    throw new UnsupportedError(`waitForEvent has a condition that does not compile: ${source}`, { cause });
  }
}

/** PostgreSQL's text cannot hold NUL, and a name is only for people. */
function stepName(operation: Operation): string | null {
  return (operation.displayName ?? operation.name)?.replaceAll("\0", "") ?? null;
}
