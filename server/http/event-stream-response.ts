import type { AGUIEvent } from "@ag-ui/core";
import { toAguiEvents } from "@/server/domain/agui/to-agui-events";
import type { AguiView } from "@/server/domain/agui/view";
import { DomainError } from "@/server/domain/errors";
import { isTerminal } from "@/server/domain/run/status";
import { eventStreamHeaders, openEventStream } from "@/server/events/event-stream";
import type { Principal } from "@/server/services/access/principal";
import { findActiveRun, findStream, type StreamPlace } from "@/server/services/runs/find-stream";

const terminalEvents = new Set(["run.finished", "run.failed"]);

/**
 * Answers with the events of a run, or of a session while it is being answered, from the client's place on.
 * The stream ends after the terminal event of its run, or when the session has no active run.
 */
export async function eventStreamResponse(
  request: Request,
  principal: Principal,
  { runId, sessionId, view, after }: { runId?: string; sessionId?: string; view: AguiView; after?: number },
): Promise<Response> {
  const place: StreamPlace = await findStream(principal, { runId, sessionId });
  const from = after ?? placeAsked(request, place.lastSeq);
  if (place.isOver && from >= place.lastSeq) return new Response(null, { status: 204 });
  const stream = openEventStream({
    sessionId: place.sessionId,
    runId,
    after: Math.max(from, place.firstSeq - 1),
    signal: request.signal,
    encode: (logged): AGUIEvent[] =>
      toAguiEvents(logged, {
        threadId: place.threadId,
        runId: place.clientRunIds.get(logged.runId) ?? logged.runId,
        view,
        after: from,
      }),
    isOver: async (logged) => {
      if (logged && !terminalEvents.has(logged.event.type)) return false;
      if (runId) {
        if (logged) return true;
        const status = await findActiveRun(place.sessionId, runId);
        return status !== undefined && isTerminal(status);
      }
      return (await findActiveRun(place.sessionId)) === undefined;
    },
  });
  return new Response(stream, { headers: eventStreamHeaders });
}

/** @throws DomainError bad_request for a place that this stream never gave out. */
function placeAsked(request: Request, lastSeq: number): number {
  const asked = request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("after");
  if (asked === null || asked === "") return 0;
  const seq = Number(asked);
  if (!/^\d{1,15}$/.test(asked) || seq > lastSeq) {
    throw new DomainError(
      "bad_request",
      "Last-Event-ID (or after) is not a number that this stream has given out. Leave it away to begin at the beginning.",
    );
  }
  return seq;
}
