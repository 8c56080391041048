import { DomainError } from "@/server/domain/errors";
import { isJsonObject, type Json } from "@/server/domain/json";
import type { HttpRequest } from "@/server/domain/nodes/http-request";
import { sanitiseJson, sanitiseText, truncate } from "@/server/domain/text";
import { egressFetch, type EgressResponse } from "@/server/egress/egress-fetch";
import { installationPolicy, type EgressPolicy } from "@/server/egress/policy";
import { parseTarget } from "@/server/egress/request-rules";
import { retryAfterMs } from "./retry-after";

export interface HttpToolCall {
  request: HttpRequest;
  /** The same for every attempt of one call, so that a receiver which honours it acts once. */
  idempotencyKey: string;
  timeoutMs?: number;
  maxBytes?: number;
  signal?: AbortSignal;
  policy?: EgressPolicy;
}

export interface HttpToolResponse {
  status: number;
  headers: Record<string, string>;
  body: Json;
}

/** What an error keeps of the answer's body, in characters. */
const excerptLength = 2_000;

/** Statuses that say "later": the same call may succeed without anyone changing anything. */
const laterStatuses = new Set([408, 425, 429]);

/**
 * Calls a tool over HTTP and reads its answer: JSON where the content type says so, else text.
 * @throws DomainError `tool_http_error` for an answer that refuses the call, `tool_unreachable` (retriable, with the delay
 *   the tool asked for) for 429 and 5xx, and whatever `egressFetch` throws. Details hold the status and the body's beginning.
 */
export async function callHttpTool(call: HttpToolCall): Promise<HttpToolResponse> {
  const { request, policy = installationPolicy() } = call;
  const { body, headers } = encodeBody(request);
  if (request.method !== "GET" && !hasHeader(headers, "idempotency-key"))
    headers["idempotency-key"] = call.idempotencyKey;
  const response = await egressFetch(
    withQuery(request, policy.ownOrigin),
    { method: request.method, headers, body },
    { policy, signal: call.signal, timeoutMs: call.timeoutMs, maxBytes: call.maxBytes },
  );
  const text = decodeText(response);
  if (response.status < 200 || response.status >= 300) throw refusal(response, text);
  return {
    status: response.status,
    headers: readableHeaders(response.headers),
    body: parseBody(response.headers, text),
  };
}

function withQuery(request: HttpRequest, ownOrigin: string): string {
  const url = parseTarget(request.url, ownOrigin);
  for (const [name, value] of Object.entries(request.query)) {
    for (const item of Array.isArray(value) ? value : [value]) url.searchParams.append(name, item);
  }
  return url.href;
}

function encodeBody({ method, headers, body }: HttpRequest): {
  headers: Record<string, string>;
  body: string | undefined;
} {
  if (body === undefined || method === "GET") return { headers: { ...headers }, body: undefined };
  const contentType = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  if (isJsonObject(body) && contentType.startsWith("application/x-www-form-urlencoded")) {
    return { headers: { ...headers }, body: toForm(body).toString() };
  }
  if (typeof body === "string") {
    return { headers: { ...(contentType ? {} : { "content-type": "text/plain; charset=utf-8" }), ...headers }, body };
  }
  return {
    headers: { ...(contentType ? {} : { "content-type": "application/json" }), ...headers },
    body: JSON.stringify(body),
  };
}

function toForm(body: Record<string, Json>): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      form.append(name, typeof item === "object" ? JSON.stringify(item) : String(item));
    }
  }
  return form;
}

function hasHeader(headers: Record<string, string>, name: string): boolean {
  return Object.keys(headers).some((candidate) => candidate.toLowerCase() === name);
}

/** Cookies are credentials of this server towards the tool: no node's output is the place for them. */
function readableHeaders(headers: Record<string, string>): Record<string, string> {
  const readable = Object.entries(headers).filter(([name]) => name !== "set-cookie");
  return Object.fromEntries(readable.map(([name, value]) => [name, sanitiseText(value)]));
}

function decodeText({ headers, body }: EgressResponse): string {
  const charset = /charset="?([\w-]+)/i.exec(headers["content-type"] ?? "")?.[1] ?? "utf-8";
  return decoderFor(charset).decode(body);
}

/** Read to its end at once, a text leaves nothing behind in its decoder. */
const utf8 = new TextDecoder();

function decoderFor(charset: string): TextDecoder {
  if (charset.toLowerCase() === "utf-8") return utf8;
  try {
    return new TextDecoder(charset);
  } catch {
    // A charset nobody knows: UTF-8 shows most texts, and marks what it cannot show.
    return utf8;
  }
}

function parseBody(headers: Record<string, string>, text: string): Json {
  if (!/[/+]json\b/i.test(headers["content-type"] ?? "")) return sanitiseText(text);
  if (text.trim() === "") return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The tool promised JSON and sent something else: its text is what an author needs to see.
    return sanitiseText(text);
  }
  return sanitiseJson(value);
}

function refusal(response: EgressResponse, text: string): DomainError {
  const { status, headers } = response;
  const { host } = new URL(response.url);
  const details = { status, body: truncate(sanitiseText(text), excerptLength) };
  if (status >= 500 || laterStatuses.has(status)) {
    return new DomainError("tool_unreachable", `${host} answered with status ${status}.`, {
      details,
      retryAfterMs: retryAfterMs(headers["retry-after"], Date.now()),
    });
  }
  return new DomainError("tool_http_error", `${host} refused the call with status ${status}.`, { details });
}
