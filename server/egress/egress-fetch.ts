import type { Readable } from "node:stream";
import { request } from "undici";
import { DomainError } from "@/server/domain/errors";
import { type Deadline, openDeadline } from "./deadline";
import { agentFor, EgressBlocked } from "./guarded-agent";
import { installationPolicy, type EgressPolicy } from "./policy";
import { limitBody, readBody } from "./read-body";
import { checkHeaders, nextHop, parseTarget, type EgressMethod, type Hop } from "./request-rules";

export interface EgressInit {
  method?: EgressMethod;
  headers?: Record<string, string>;
  body?: string;
}

export interface EgressOptions {
  signal?: AbortSignal;
  /** Wall clock for everything, redirects and body included. */
  timeoutMs?: number;
  /** Bytes of the unpacked body. */
  maxBytes?: number;
  policy?: EgressPolicy;
}

interface EgressHead {
  status: number;
  /** Names in lower case; repeated headers joined by a comma. */
  headers: Record<string, string>;
  /** Where the answer came from, after redirects. */
  url: string;
}

export interface EgressResponse extends EgressHead {
  body: Buffer;
}

/** An answer whose body is still coming. It ends with a DomainError where reading it whole would have thrown one. */
export interface EgressStream extends EgressHead {
  body: AsyncIterable<Buffer>;
}

const maximumRedirects = 5;
const defaultTimeoutMs = 30_000;
const defaultMaximumBytes = 5 * 1024 * 1024;

/**
 * The one way from workflows to the network. Private targets are refused before a connection is tried, on the first address
 * as on every redirect; size and time are capped. A relative URL means this server's demo tools.
 *
 * @throws DomainError `tool_blocked` (never saying where a name leads), `tool_unreachable`, `tool_timeout`,
 *   `tool_response_too_large`, `tool_config_invalid` for a request that HTTP does not allow, `run_cancelled`.
 */
export async function egressFetch(
  url: string,
  init: EgressInit = {},
  options: EgressOptions = {},
): Promise<EgressResponse> {
  const call = prepare(url, init, options);
  try {
    const { head, body } = await open(call);
    const encoding = call.hop.method === "HEAD" ? undefined : head.headers["content-encoding"];
    return { ...head, body: await readBody(body, encoding, call.maxBytes) };
  } catch (error) {
    throw translate(error, call);
  } finally {
    call.deadline.close();
  }
}

/**
 * The same, with the body as it comes, such as a stream of events, which is to be read to its end or left. `timeoutMs` and
 * `maxBytes` hold for all of it.
 */
export async function egressOpen(
  url: string,
  init: EgressInit = {},
  options: EgressOptions = {},
): Promise<EgressStream> {
  const call = prepare(url, init, options);
  try {
    const { head, body } = await open(call);
    return { ...head, body: streamed(call, body, head.headers["content-encoding"]) };
  } catch (error) {
    call.deadline.close();
    throw translate(error, call);
  }
}

async function* streamed(call: Call, body: Readable, encoding: string | undefined): AsyncGenerator<Buffer> {
  try {
    yield* limitBody(body, encoding, call.maxBytes);
  } catch (error) {
    throw translate(error, call);
  } finally {
    call.deadline.close();
    body.destroy();
  }
}

interface Call {
  hop: Hop;
  policy: EgressPolicy;
  maxBytes: number;
  timeoutMs: number;
  deadline: Deadline;
  /** The caller's own. */
  signal: AbortSignal | undefined;
}

function prepare(url: string, init: EgressInit, options: EgressOptions): Call {
  const { timeoutMs = defaultTimeoutMs, maxBytes = defaultMaximumBytes, policy = installationPolicy() } = options;
  const hop: Hop = {
    url: parseTarget(url, policy.ownOrigin),
    method: init.method ?? "GET",
    headers: { "user-agent": "Signalbox", accept: "*/*", ...checkHeaders(init.headers ?? {}) },
    body: init.body,
  };
  return {
    hop,
    policy,
    maxBytes,
    timeoutMs,
    deadline: openDeadline(timeoutMs, options.signal),
    signal: options.signal,
  };
}

/** Follows redirects to an answer; `call.hop` is then what was answered. */
async function open(call: Call): Promise<{ head: EgressHead; body: Readable }> {
  const { policy, deadline } = call;
  for (let redirects = 0; redirects <= maximumRedirects; redirects += 1) {
    const answer = await send(call.hop, policy, deadline.signal);
    if ("head" in answer) return answer;
    call.hop = nextHop(call.hop, answer.status, answer.location);
  }
  throw new DomainError("tool_unreachable", `${call.hop.url.host} redirects more than ${maximumRedirects} times.`);
}

type Answer = { head: EgressHead; body: Readable } | { status: number; location: string };

async function send(hop: Hop, policy: EgressPolicy, signal: AbortSignal): Promise<Answer> {
  const kind = policy.classify(hop.url);
  if (!kind) throw new EgressBlocked("The URL is not allowed.");
  const { statusCode, headers, body } = await request(hop.url, {
    dispatcher: agentFor(policy, kind),
    method: hop.method,
    headers: hop.headers,
    body: hop.body,
    signal,
  });
  const location = headers["location"];
  if ([301, 302, 303, 307, 308].includes(statusCode) && typeof location === "string") {
    // The next hop is a request of its own; what this one says in its body is of no use.
    body.on("error", () => undefined).destroy();
    return { status: statusCode, location };
  }
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return { head: { status: statusCode, headers: flat, url: hop.url.href }, body };
}

const timeoutCodes = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT", "UND_ERR_CONNECT_TIMEOUT"]);

function translate(error: unknown, { hop, timeoutMs, deadline, signal }: Call): DomainError {
  const { host } = hop.url;
  if (error instanceof DomainError) return error;
  if (signal?.aborted) return new DomainError("run_cancelled", "The run was cancelled while a tool was being called.");
  if (deadline.hasPassed) {
    return new DomainError("tool_timeout", `${host} did not answer within ${timeoutMs / 1000} s.`);
  }
  const problems = flatten(error);
  if (problems.some((problem) => problem instanceof EgressBlocked)) {
    return new DomainError(
      "tool_blocked",
      `Calling ${host} is blocked by the egress policy. An administrator can allow it with EGRESS_ALLOW.`,
    );
  }
  const code = problems.map(errorCode).find((candidate) => candidate !== undefined);
  if (code && timeoutCodes.has(code))
    return new DomainError("tool_timeout", `${host} stopped answering.`, { cause: error });
  if (code === "UND_ERR_HEADERS_OVERFLOW") {
    return new DomainError("tool_response_too_large", `The headers that ${host} answered with are too large.`, {
      cause: error,
    });
  }
  return new DomainError("tool_unreachable", `${host} could not be reached${code ? ` (${code})` : ""}.`, {
    cause: error,
  });
}

/** An error with the errors it was made of: attempts on several addresses, and causes. */
function flatten(error: unknown): unknown[] {
  if (!(error instanceof Error)) return [error];
  const parts = error instanceof AggregateError ? error.errors.flatMap(flatten) : [];
  return [error, ...parts, ...(error.cause === undefined ? [] : flatten(error.cause))];
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
