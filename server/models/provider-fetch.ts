import { Readable } from "node:stream";
import { request } from "undici";

/** An answer of events, whose body is Node's own stream: read as a web stream, each piece costs twice as much. */
class EventsResponse extends Response {
  readonly events: Readable;

  constructor(events: Readable, init: ResponseInit) {
    super(null, init);
    this.events = events;
  }
}

/**
 * The body of an answer, as it is read best. The class is not asked for: the provider is made once in a process, and this module
 * is loaded once for each bundle of Next's.
 */
export function bodyOf(response: Response): Readable | Response["body"] {
  return "events" in response && response.events instanceof Readable ? response.events : response.body;
}

/** The statuses that no body belongs to: `Response` refuses one. */
const bodilessStatuses = new Set([204, 205]);

/**
 * The `fetch` of a provider's SDK: what it asks in JSON is answered by an `EventsResponse` when the answer is a stream of events.
 * Anything else (files, plain reading, redirects) takes the platform's own way.
 */
export async function providerFetch(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const { method = "GET", headers, body, signal } = init;
  if (input instanceof Request || typeof body !== "string" || method !== "POST") return fetch(input, init);
  const answer = await request(input, {
    method,
    // Nothing here unpacks.
    headers: { ...Object.fromEntries(new Headers(headers)), "accept-encoding": "identity" },
    body,
    signal: signal ?? undefined,
  });
  const { statusCode: status } = answer;
  if (status >= 300 && status < 400) {
    answer.body.on("error", () => undefined).destroy();
    return fetch(input, init);
  }
  const given = { status, headers: readableHeaders(answer.headers) };
  if (status === 200 && /^text\/event-stream\b/i.test(given.headers.get("content-type") ?? ""))
    return new EventsResponse(answer.body, given);
  return new Response(bodilessStatuses.has(status) ? null : (Readable.toWeb(answer.body) as ReadableStream), given);
}

function readableHeaders(raw: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    for (const each of Array.isArray(value) ? value : [value ?? ""]) headers.append(name, each);
  }
  return headers;
}
