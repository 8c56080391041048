import type { ActiveCalls } from "./active-calls";
import { checkpoint } from "./checkpoint";
import type { EngineContext } from "./context";
import { ConnectionTrouble } from "./connection-trouble";
import { InvalidEventError, sendEvents } from "./events";
import { dataMemo } from "./memo";
import { resolveOne } from "./pauses";
import { isRecord, stringField } from "./types";
import type { StepRow } from "./wire";

/** What the SDK asks for. Taken from `fetch`'s arguments as they are: a `Request` made of them for each step costs more than the step. */
interface ApiRequest {
  method: string;
  pathname: string;
  header: (name: string) => string | null;
  /** @throws SyntaxError when it is not JSON */
  json: () => unknown;
}

type Route = { method: string; path: RegExp; answer: (request: ApiRequest, parameter: string) => Promise<Response> };

/** The part of an Inngest server's API that the SDK calls, answered in this process. Anything else is a clear 501. */
export function httpApi(context: EngineContext, calls: ActiveCalls): typeof fetch {
  const routes: Route[] = [
    { method: "POST", path: /^\/e\/([^/]+)$/, answer: (request) => receiveEvents(context, request) },
    {
      method: "POST",
      path: /^\/v1\/checkpoint\/([^/]+)\/async$/,
      answer: (request, runId) => receiveCheckpoint(context, calls, request, runId),
    },
    {
      method: "POST",
      path: /^\/fn\/register()$/,
      answer: async () => Response.json({ ok: true, modified: false, status: 200 }),
    },
    { method: "GET", path: /^\/v0\/runs\/([^/]+)\/actions$/, answer: (_request, runId) => runSteps(context, runId) },
    { method: "GET", path: /^\/v0\/runs\/([^/]+)\/batch$/, answer: (_request, runId) => runEvents(context, runId) },
    { method: "POST", path: /^\/v1\/signals()$/, answer: (request) => receiveSignal(context, request) },
  ];
  return async (input, init) => {
    const request = await readRequest(input, init);
    for (const { method, path, answer } of routes) {
      const match = path.exec(request.pathname);
      if (!match || request.method !== method) continue;
      try {
        return await answer(request, decodeURIComponent(match[1] ?? ""));
      } catch (error) {
        return refusal(context, error);
      }
    }
    return failure(501, `The embedded executor does not offer ${request.method} ${request.pathname}`);
  };
}

async function readRequest(input: string | URL | Request, init: RequestInit = {}): Promise<ApiRequest> {
  const { method = "GET", headers, body } = init;
  if (input instanceof Request || typeof body !== "string") {
    const request = new Request(input, init);
    const text = await request.text();
    return {
      method: request.method,
      pathname: new URL(request.url).pathname,
      header: (name) => request.headers.get(name),
      json: () => JSON.parse(text),
    };
  }
  return {
    method: method.toUpperCase(),
    pathname: typeof input === "string" ? new URL(input).pathname : input.pathname,
    header: (name) => new Headers(headers).get(name),
    json: () => JSON.parse(body),
  };
}

async function receiveEvents(context: EngineContext, request: ApiRequest): Promise<Response> {
  const body: unknown = request.json();
  const values: unknown[] = Array.isArray(body) ? body : [body];
  const ids = await sendEvents(context, values, request.header("x-inngest-event-id-seed"));
  return Response.json({ ids, status: 200 });
}

/** One for all: the SDK looks at nothing but its status, and making one costs more than the rest of a checkpoint. */
const savedResponse = new Response(null, { status: 200 });

async function receiveCheckpoint(
  context: EngineContext,
  calls: ActiveCalls,
  request: ApiRequest,
  runId: string,
): Promise<Response> {
  const result = await checkpoint(context, calls, runId, request.json());
  if (result === "saved") return savedResponse;
  return result === "stale" ? failure(409, "This call is no longer the current one") : failure(400, "Not a checkpoint");
}

async function runSteps(context: EngineContext, runId: string): Promise<Response> {
  const steps = await context.database.query<StepRow>(context.sql.loadSteps, [runId]);
  const memos = steps.flatMap(({ id, memo }) => (memo === null ? [] : `${JSON.stringify(id)}:${memo}`));
  return new Response(`{${memos.join(",")}}`, { headers: { "content-type": "application/json" } });
}

async function runEvents(context: EngineContext, runId: string): Promise<Response> {
  const [run] = await context.database.query<{ events: string }>(context.sql.loadRun, [runId]);
  return run
    ? new Response(run.events, { headers: { "content-type": "application/json" } })
    : failure(404, "There is no such run");
}

async function receiveSignal(context: EngineContext, request: ApiRequest): Promise<Response> {
  const body: unknown = request.json();
  const signal = stringField(body, "signal");
  if (!isRecord(body) || signal === undefined) return failure(400, "A signal needs a name");
  const memo = dataMemo({ signal, data: body.data ?? null });
  const runId = await context.database.transaction((tx) => resolveOne(context, tx, { signal }, memo));
  context.wake();
  return runId === null ? failure(404, "No run waits for this signal") : Response.json({ data: { run_id: runId } });
}

function refusal(context: EngineContext, error: unknown): Response {
  if (error instanceof InvalidEventError) return failure(400, error.message);
  if (error instanceof SyntaxError) return failure(400, "The body is not JSON");
  context.logger.error({ err: error }, "a request to the embedded executor failed");
  return error instanceof ConnectionTrouble
    ? failure(503, "The database is away")
    : failure(500, "The embedded executor failed");
}

function failure(status: number, error: string): Response {
  return Response.json({ error, status }, { status });
}
