import { databaseRefusal } from "@/server/domain/database-refusal";
import type { LoggedEvent } from "@/server/domain/run/events";
import { eventHub } from "@/server/events/hub";
import { rememberStream } from "@/server/events/open-streams";
import { readSessionEvents } from "@/server/events/read-events";

/** One frame on the wire: `data` lines of one logged event share its number, carried by the last of them. */
export interface EventStreamOptions {
  sessionId: string;
  /** Only this run's events; the stream ends after its terminal event. Without it, the stream follows the session. */
  runId?: string;
  /** The last number the client has; the next event has a higher one. */
  after: number;
  /** The wire forms of one logged event, none when this client may not see it. */
  encode(logged: LoggedEvent): object[];
  /** Whether the stream has said all it will ever say; asked after each event and, when caught up, before waiting. */
  isOver(logged: LoggedEvent | undefined): boolean | Promise<boolean>;
  signal: AbortSignal;
}

const heartbeatMs = 15_000;
/** After this long a log that could not be read is tried again. */
const readAgainMs = 1000;
/** What is said at once is sent in pieces of about so many characters: each has its price on the way through HTTP. */
const largestPiece = 64 * 1024;
/** Most that is kept for a reader who has not read it. */
const largestBacklogBytes = 1 << 20;
/**
 * A reader that leaves as much unread has this long to catch up before it is let go; it comes back with its last number and
 * misses nothing.
 */
const patienceMs = 5000;
const textEncoder = new TextEncoder();

export const eventStreamHeaders = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
  connection: "keep-alive",
} as const;

/**
 * The events of a session or run as Server-Sent Events: first what the log has after `after`, then what is committed, in
 * order, each once. Live events are taken as they are delivered when they follow on; anything else is read from the log.
 */
export function openEventStream(options: EventStreamOptions): ReadableStream<Uint8Array> {
  let cursor = options.after;
  let isClosed = false;
  let isPumping = false;
  let hasNews = true;
  let live: LoggedEvent[] = [];
  let cleanUp = (): void => undefined;
  /** Set while the reader is waited for: says whether it has caught up. */
  let stopWaiting: ((hasCaughtUp: boolean) => void) | undefined;

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const close = (): void => {
          if (isClosed) return;
          isClosed = true;
          cleanUp();
          controller.close();
        };
        const send = (text: string): void => {
          if (isClosed || text === "") return;
          controller.enqueue(textEncoder.encode(text));
        };
        const waitForReader = async (): Promise<void> => {
          if (isClosed || (controller.desiredSize ?? 0) >= -largestBacklogBytes) return;
          const hasCaughtUp = await new Promise<boolean>((resolve) => {
            const timer = setTimeout(() => resolve(false), patienceMs);
            stopWaiting = (caughtUp) => {
              clearTimeout(timer);
              resolve(caughtUp);
            };
          });
          stopWaiting = undefined;
          if (!hasCaughtUp) close();
        };

        const deliver = async (events: LoggedEvent[]): Promise<void> => {
          let text = "";
          const flush = (): void => {
            send(text);
            text = "";
          };
          try {
            for (const logged of events) {
              if (isClosed) return;
              if (logged.seq <= cursor) continue;
              cursor = logged.seq;
              if (options.runId && logged.runId !== options.runId) continue;
              text += encoded(logged.seq, options.encode(logged));
              const isOver = options.isOver(logged);
              if (isOver === true || (isOver !== false && (await isOver))) {
                flush();
                close();
              } else if (text.length >= largestPiece) {
                flush();
                await waitForReader();
              }
            }
          } finally {
            // Also what comes before an event that can not be encoded.
            flush();
          }
          await waitForReader();
        };

        const pump = async (): Promise<void> => {
          if (isPumping) return;
          isPumping = true;
          try {
            while (hasNews && !isClosed) {
              hasNews = false;
              const pending = live;
              live = [];
              const first = pending.find((logged) => logged.seq > cursor);
              if (first?.seq === cursor + 1) {
                await deliver(pending);
                continue;
              }
              // Asked before the log is read: when it is over by then, the reading that follows has its last word.
              const isOver = await options.isOver(undefined);
              const read = await readSessionEvents(options.sessionId, cursor);
              await deliver(read);
              if (read.length > 0) hasNews = true;
              else if (isOver) close();
            }
          } catch (error) {
            if (isClosed) return;
            // The client keeps its stream, which goes on where it stands as soon as the database is back.
            if (databaseRefusal(error)) {
              hasNews = true;
              setTimeout(() => void pump(), readAgainMs).unref();
            } else {
              isClosed = true;
              cleanUp();
              controller.error(error);
            }
          } finally {
            isPumping = false;
          }
        };

        const unsubscribe = eventHub.subscribe(options.sessionId, cursor, (events) => {
          // What comes while the reader is waited for is read from the log afterwards.
          if (!stopWaiting) live.push(...events);
          hasNews = true;
          void pump();
        });
        const heartbeat = setInterval(() => send(": still here\n\n"), heartbeatMs);
        options.signal.addEventListener("abort", close);
        const forget = rememberStream(close);
        cleanUp = () => {
          stopWaiting?.(false);
          forget();
          unsubscribe();
          clearInterval(heartbeat);
          options.signal.removeEventListener("abort", close);
        };
        if (options.signal.aborted) close();
        // A proxy and the browser's own buffering let go of the first byte at once, and EventSource learns when to come back.
        send("retry: 1000\n\n");
        void pump();
      },
      /** Called when everything that was sent has been read. */
      pull() {
        stopWaiting?.(true);
      },
      cancel() {
        isClosed = true;
        cleanUp();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
  );
}

/** The frames of one event; the last of them carries its number, so that a reader who has it has them all. */
function encoded(seq: number, frames: readonly object[]): string {
  const last = frames.length - 1;
  return frames
    .map((frame, index) => `${index === last ? `id: ${seq}\n` : ""}data: ${JSON.stringify(frame)}\n\n`)
    .join("");
}
