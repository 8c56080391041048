import type { Dispatcher } from "undici";
import { tooLarge } from "./read-body";
import type { Hop } from "./request-rules";

/** The head of an answer. */
export interface AnswerHead {
  status: number;
  /** Names in lower case; repeated headers joined by a comma. */
  headers: Record<string, string>;
}

/** An answer with its body as it came, still packed; empty where it leads elsewhere. */
export interface WholeAnswer extends AnswerHead {
  body: Buffer;
}

/** What is to be sent, and by which connections. */
export interface Sending {
  dispatcher: Dispatcher;
  hop: Hop;
  signal: AbortSignal;
}

/**
 * Sends a request and collects the answer to it, by undici's lowest interface: most calls of a workflow are small, and the
 * streams and iterators of the others cost more than the call itself.
 * @param maxBytes of the body as it comes; more is not read
 * @throws what undici does, the signal's reason, and what `tooLarge` says
 */
export async function exchange({ dispatcher, hop, signal }: Sending, maxBytes: number): Promise<WholeAnswer> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<WholeAnswer>();
  let controller: Dispatcher.DispatchController | undefined;
  let head: AnswerHead = { status: 0, headers: {} };
  const chunks: Buffer[] = [];
  let size = 0;
  const stop = () => {
    // Not begun, it is stopped when it begins.
    controller?.abort(signal.reason);
    reject(signal.reason);
  };
  const settled = () => signal.removeEventListener("abort", stop);
  signal.addEventListener("abort", stop, { once: true });
  const { origin, pathname, search } = hop.url;
  dispatcher.dispatch(
    { origin, path: `${pathname}${search}`, method: hop.method, headers: hop.headers, body: hop.body },
    {
      onRequestStart: (started) => {
        controller = started;
        if (signal.aborted) started.abort(signal.reason);
      },
      onResponseStart: (started, status, headers) => {
        // What is told on the way, such as 103, is of no use here.
        if (status < 200) return;
        head = { status, headers: joinRepeated(headers) };
        if (redirectOf(head) === undefined) return;
        // The next hop is a request of its own; what this one says in its body is of no use.
        settled();
        resolve({ ...head, body: Buffer.alloc(0) });
        started.abort(new Error("Redirected."));
      },
      onResponseData: (started, chunk) => {
        size += chunk.length;
        if (size > maxBytes) started.abort(tooLarge(maxBytes));
        else chunks.push(chunk);
      },
      onResponseEnd: () => {
        settled();
        resolve({ ...head, body: Buffer.concat(chunks) });
      },
      onResponseError: (_started, error) => {
        settled();
        reject(error);
      },
    },
  );
  return promise;
}

/** Where an answer leads instead of being one. */
export function redirectOf({ status, headers: { location } }: AnswerHead): string | undefined {
  return [301, 302, 303, 307, 308].includes(status) ? location : undefined;
}

export function joinRepeated(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}
