import type { FetchLike } from "@modelcontextprotocol/client";
import { egressOpen, type EgressOptions } from "@/server/egress/egress-fetch";
import type { EgressMethod } from "@/server/egress/request-rules";

/** What the protocol's client asks for: messages, and the end of a session. */
const methods: Record<string, EgressMethod> = { POST: "POST", DELETE: "DELETE" };
const bodilessStatuses = new Set([204, 205, 304]);

/**
 * A `fetch` whose every request goes through the egress guard. A server's own stream of news (GET) is declined as a server
 * without one would: nothing here listens between calls. `onBroken` is told when a body breaks off, with the typed reason,
 * which the protocol's client would only meet as silence.
 */
export function guardedFetch(options: EgressOptions, onBroken: (error: unknown) => void): FetchLike {
  return async (url, init) => {
    const method = methods[(init?.method ?? "GET").toUpperCase()];
    if (!method) return new Response(null, { status: 405 });
    const headers = Object.fromEntries(new Headers(init?.headers));
    const body = typeof init?.body === "string" ? init.body : undefined;
    const signal = joinSignals(options.signal, init?.signal ?? undefined);
    try {
      const answer = await egressOpen(String(url), { method, headers, body }, { ...options, signal });
      const stream = bodilessStatuses.has(answer.status) ? null : webStream(answer.body, onBroken);
      return new Response(stream, { status: answer.status, headers: plainHeaders(answer.headers) });
    } catch (error) {
      onBroken(error);
      throw error;
    }
  };
}

function webStream(body: AsyncIterable<Buffer>, onBroken: (error: unknown) => void): ReadableStream<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(new Uint8Array(value));
      } catch (error) {
        onBroken(error);
        controller.error(error);
      }
    },
    async cancel() {
      await chunks.return?.();
    },
  });
}

/** The body is given on unpacked, so that what described its packing must go. */
function plainHeaders(headers: Record<string, string>): Headers {
  const { "content-encoding": _encoding, "content-length": _length, ...rest } = headers;
  return new Headers(rest);
}

function joinSignals(...signals: (AbortSignal | undefined)[]): AbortSignal | undefined {
  const given = signals.filter((signal) => signal !== undefined);
  return given.length > 1 ? AbortSignal.any(given) : given[0];
}
