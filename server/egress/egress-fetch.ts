import type { Readable } from "node:stream";
import { request } from "undici";
import { DomainError } from "@/server/domain/errors";
import { type Deadline, openDeadline } from "./deadline";
import { type AnswerHead, exchange, joinRepeated, redirectOf, type Sending } from "./exchange";
import { agentFor, EgressBlocked } from "./guarded-agent";
import { installationPolicy, type EgressPolicy } from "./policy";
import { limitBody, unpack } from "./read-body";
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

interface EgressHead extends AnswerHead {
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
    const { status, headers, body } = await follow(call, (sending) => exchange(sending, call.maxBytes));
    const encoding = call.hop.method === "HEAD" ? undefined : headers["content-encoding"];
    return { status, headers, url: call.hop.url.href, body: await unpack(body, encoding, call.maxBytes) };
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
    const { status, headers, body } = await follow(call, openAnswer);
    return { status, headers, url: call.hop.url.href, body: streamed(call, body, headers["content-encoding"]) };
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
async function follow<Answer extends AnswerHead>(
  call: Call,
  send: (sending: Sending) => Promise<Answer>,
): Promise<Answer> {
  const { policy, deadline } = call;
  for (let redirects = 0; redirects <= maximumRedirects; redirects += 1) {
    const kind = policy.classify(call.hop.url);
    if (!kind) throw new EgressBlocked("The URL is not allowed.");
    const answer = await send({ dispatcher: agentFor(policy, kind), hop: call.hop, signal: deadline.signal });
    const location = redirectOf(answer);
    if (location === undefined) return answer;
    call.hop = nextHop(call.hop, answer.status, location);
  }
  throw new DomainError("tool_unreachable", `${call.hop.url.host} redirects more than ${maximumRedirects} times.`);
}

async function openAnswer({ dispatcher, hop, signal }: Sending): Promise<AnswerHead & { body: Readable }> {
  const { url, method, headers, body } = hop;
  const answer = await request(url, { dispatcher, method, headers, body, signal });
  const head = { status: answer.statusCode, headers: joinRepeated(answer.headers) };
  if (redirectOf(head) !== undefined) answer.body.on("error", () => undefined).destroy();
  return { ...head, body: answer.body };
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
