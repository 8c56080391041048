import type { LoggedEvent } from "@/server/domain/run/events";
import { eventHub } from "@/server/events/hub";
import { readSessionEvents } from "@/server/events/read-events";
import type { Principal } from "@/server/services/access/principal";
import { findStream } from "@/server/services/runs/find-stream";

/** News from another process may be lost while its connection is down; then the log is read this often. */
const lookAgainMs = 1_000;
const terminalEvents = new Set(["run.finished", "run.failed"]);

/**
 * The events of a run from its first to its last, as they are committed. Ends without its last event when `signal` fires, or
 * when the run ended so long ago that its events are no longer kept. @throws DomainError not_found
 */
export async function* followRun(
  principal: Principal,
  runId: string,
  signal: AbortSignal,
): AsyncGenerator<LoggedEvent, void> {
  const { sessionId, firstSeq, isOver } = await findStream(principal, { runId });
  let cursor = firstSeq - 1;
  let wake = (): void => undefined;
  const rouse = (): void => wake();
  const unsubscribe = eventHub.subscribe(sessionId, cursor, rouse);
  signal.addEventListener("abort", rouse);
  try {
    while (!signal.aborted) {
      const news = new Promise<void>((resolve) => (wake = resolve));
      const events = await readSessionEvents(sessionId, cursor);
      for (const logged of events) {
        cursor = logged.seq;
        if (logged.runId !== runId) continue;
        yield logged;
        if (terminalEvents.has(logged.event.type)) return;
      }
      if (events.length > 0) continue;
      if (isOver) return;
      const timer = setTimeout(rouse, lookAgainMs);
      await news;
      clearTimeout(timer);
    }
  } finally {
    unsubscribe();
    signal.removeEventListener("abort", rouse);
  }
}
