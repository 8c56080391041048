import { delayFromRetryAfter } from "./duration";
import { serializedError } from "./memo";
import {
  callIdOf,
  isRecord,
  stringField,
  type CalledRun,
  type Item,
  type Operation,
  type SerializedError,
} from "./types";

/** What a call of the SDK's handler came to. */
export type Answer =
  | { type: "complete"; output: string }
  | { type: "operations"; operations: Operation[]; version: number; retryAfterMs: number | null }
  | { type: "error"; isRetriable: boolean; retryAfterMs: number | null; error: SerializedError };

/** The steps of a run as a call needs them. `memo` null means pending. */
export type StepRow = { id: string; memo: string | null };

export interface Call {
  item: Item;
  run: CalledRun;
  steps: StepRow[];
  maxAttempts: number;
}

/** The base of all addresses in embedded mode; nothing listens there. */
export const embeddedOrigin = "http://inngest.embedded";

/** Builds the request an Inngest server would send for this item. Memos go into the body as the text they are stored in. */
export function callRequest({ item, run, steps, maxAttempts }: Call): Request {
  const url = new URL("/api/inngest", embeddedOrigin);
  url.searchParams.set("fnId", run.fn);
  url.searchParams.set("stepId", item.stepId ?? "step");
  const done = steps.filter((step) => step.memo !== null);
  const context = {
    run_id: run.id,
    fn_id: run.fn,
    qi_id: item.id,
    attempt: item.attempt,
    max_attempts: maxAttempts,
    // While steps of a parallel group are open the SDK must plan what it finds, not run it.
    disable_immediate_execution: item.stepId !== null || done.length < steps.length,
    use_api: false,
    stack: { stack: done.map((step) => step.id), current: done.length - 1 },
  };
  const memos = done.map((step) => `${JSON.stringify(step.id)}:${step.memo}`).join(",");
  const event = JSON.stringify(JSON.parse(run.events)[0]);
  return new Request(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-inngest-server-kind": "dev",
      "x-run-id": run.id,
      "x-request-id": callIdOf(item),
      "x-inngest-job-id": item.id,
      "x-inngest-generation-id": item.gen,
      "x-inngest-req-version": String(run.version),
    },
    body: `{"event":${event},"events":${run.events},"steps":{${memos}},"ctx":${JSON.stringify(context)},"version":${run.version}}`,
  });
}

/** Reads the handler's response. Whatever is not an answer of the SDK is an error to be retried, never a success. */
export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  if (!response.headers.has("x-inngest-sdk"))
    return failure(`The answer (status ${response.status}) does not come from the Inngest SDK`);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    return failure(
      `The answer of the Inngest SDK (status ${response.status}) is not JSON: ${serializedError(error).message}`,
    );
  }
  const retryAfterMs = delayFromRetryAfter(response.headers.get("retry-after"));
  if (response.status === 200) return { type: "complete", output: text };
  if (response.status === 206) {
    const operations = (Array.isArray(body) ? body : [body]).map(readOperation);
    if (operations.some((operation) => operation === null))
      return failure("The Inngest SDK reported an operation without id or kind");
    const version = Number(response.headers.get("x-inngest-req-version") ?? 2);
    return {
      type: "operations",
      operations: operations.filter((operation) => operation !== null),
      version,
      retryAfterMs,
    };
  }
  const isRetriable = response.headers.get("x-inngest-no-retry") !== "true";
  return { type: "error", isRetriable, retryAfterMs, error: serializedError(body) };
}

/** @returns null when the value is not an operation */
export function readOperation(value: unknown): Operation | null {
  const id = stringField(value, "id");
  const op = stringField(value, "op");
  if (id === undefined || op === undefined || !isRecord(value)) return null;
  const name = stringField(value, "name");
  const displayName = stringField(value, "displayName");
  return {
    id,
    op,
    name,
    displayName,
    data: value.data,
    error: value.error,
    opts: isRecord(value.opts) ? value.opts : undefined,
  };
}

function failure(message: string): Extract<Answer, { type: "error" }> {
  return { type: "error", isRetriable: true, retryAfterMs: null, error: { name: "Error", message } };
}
