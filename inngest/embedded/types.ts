/** An event as functions get it. */
export interface EventPayload {
  id: string;
  name: string;
  data: Record<string, unknown>;
  ts: number;
  [field: string]: unknown;
}

/** One operation the SDK reports; `id` is the step's hash. Fields beyond these are internals of the SDK and dropped. */
export interface Operation {
  id: string;
  op: string;
  name?: string;
  displayName?: string;
  data?: unknown;
  error?: unknown;
  opts?: Record<string, unknown>;
}

/** An error in the form the SDK sends and expects. */
export interface SerializedError {
  name: string;
  message: string;
  stack?: string;
}

/** A piece of work a worker holds. `gen` (a bigint as text) fences everything written for it. */
export interface Item {
  id: string;
  gen: string;
  kind: "step" | "sleep" | "timeout" | "event" | "cron" | "debounce" | "batch" | "cancel";
  fn: string;
  /** Set when one planned step is to be run, null when the function is to find out what is next. */
  stepId: string | null;
  /** From 0. */
  attempt: number;
  payload: string | null;
}

/** Names one call of the handler: no other has both the item and its generation. */
export function callIdOf({ id, gen }: Pick<Item, "id" | "gen">): string {
  return `${id}.${gen}`;
}

/** The item and generation that a call is named after. */
export function readCallId(callId: string): Pick<Item, "id" | "gen"> {
  const dot = callId.lastIndexOf(".");
  return { id: callId.slice(0, dot), gen: callId.slice(dot + 1) };
}

/** What an item of kind `step` needs to know of its run. */
export interface CalledRun {
  id: string;
  fn: string;
  /** JSON array of the events the run began with. */
  events: string;
  version: number;
  /** The invocation that waits for this run, if any. */
  corr: string | null;
}

/** Ends a run in failure: what it asks for is beyond the engine or its limits. A retry would not help. */
export class UnsupportedError extends Error {
  override readonly name = "UnsupportedError";
}

/** Whether a value is a plain object with keys, as opposed to null, a list or a primitive. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A field of an unknown value when it is a string. */
export function stringField(value: unknown, field: string): string | undefined {
  const found = isRecord(value) ? value[field] : undefined;
  return typeof found === "string" ? found : undefined;
}
