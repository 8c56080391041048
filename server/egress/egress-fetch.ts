import { request } from "undici";
import { DomainError } from "@/server/domain/errors";
import { agentFor, EgressBlocked } from "./guarded-agent";
import { installationPolicy, type EgressPolicy } from "./policy";
import { readBody } from "./read-body";
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

export interface EgressResponse {
  status: number;
  /** Names in lower case; repeated headers joined by a comma. */
  headers: Record<string, string>;
  body: Buffer;
  /** Where the answer came from, after redirects. */
  url: string;
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
  const { timeoutMs = defaultTimeoutMs, maxBytes = defaultMaximumBytes, policy = installationPolicy() } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  let hop: Hop = {
    url: parseTarget(url, policy.ownOrigin),
    method: init.method ?? "GET",
    headers: { "user-agent": "Signalbox", accept: "*/*", ...checkHeaders(init.headers ?? {}) },
    body: init.body,
  };
  try {
    for (let redirects = 0; redirects <= maximumRedirects; redirects += 1) {
      const answer = await send(hop, policy, signal, maxBytes);
      if ("response" in answer) return answer.response;
      hop = nextHop(hop, answer.status, answer.location);
    }
  } catch (error) {
    throw translate(error, { host: hop.url.host, timeoutMs, timeout, signal: options.signal });
  }
  throw new DomainError("tool_unreachable", `${hop.url.host} redirects more than ${maximumRedirects} times.`);
}

type Answer = { response: EgressResponse } | { status: number; location: string };

async function send(hop: Hop, policy: EgressPolicy, signal: AbortSignal, maxBytes: number): Promise<Answer> {
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
  const encoding = hop.method === "HEAD" ? undefined : flat["content-encoding"];
  const bytes = await readBody(body, encoding, maxBytes);
  return { response: { status: statusCode, headers: flat, body: bytes, url: hop.url.href } };
}

interface Circumstances {
  host: string;
  timeoutMs: number;
  timeout: AbortSignal;
  signal: AbortSignal | undefined;
}

const timeoutCodes = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT", "UND_ERR_CONNECT_TIMEOUT"]);

function translate(error: unknown, { host, timeoutMs, timeout, signal }: Circumstances): DomainError {
  if (error instanceof DomainError) return error;
  if (signal?.aborted) return new DomainError("run_cancelled", "The run was cancelled while a tool was being called.");
  if (timeout.aborted) {
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
