import { EventType, type AGUIEvent, type RunErrorEvent } from "@ag-ui/core";
import { toAguiEvents } from "@/server/domain/agui/to-agui-events";
import type { AguiView } from "@/server/domain/agui/view";
import { DomainError } from "@/server/domain/errors";
import { eventStreamHeaders, openEventStream } from "@/server/events/event-stream";
import type { Principal } from "@/server/services/access/principal";
import { visibleTools } from "@/server/services/agui/visible-tools";
import { findActiveRun, findStream, isQuietSince, type StreamPlace } from "@/server/services/runs/find-stream";

const terminalEvents = new Set(["run.finished", "run.failed"]);

interface StreamRequest {
  runId?: string;
  sessionId?: string;
  view: AguiView;
  hidesReasoning?: boolean;
  /** The place to begin after; absent means the one that the request names. */
  after?: number;
  /** What the client calls the run. */
  clientRunId?: string;
}

/**
 * Answers with the events of a run, or of a session while it is being answered, from the client's place on.
 * The stream ends after the terminal event of its run, or when the session has no active run.
 */
export async function eventStreamResponse(
  request: Request,
  principal: Principal,
  { runId, sessionId, view, hidesReasoning, after, clientRunId }: StreamRequest,
): Promise<Response> {
  const place: StreamPlace = await findStream(principal, { runId, sessionId });
  const headers = {
    ...eventStreamHeaders,
    "x-session-id": place.sessionId,
    ...(runId === undefined ? {} : { "x-run-id": runId }),
  };
  const from = after ?? placeAsked(request, place.lastSeq);
  if (place.isOver && from >= place.lastSeq) return new Response(null, { status: 204, headers });
  const allowedTools = view === "end_user" && runId !== undefined ? await visibleTools(principal, runId) : undefined;
  const stream = openEventStream({
    sessionId: place.sessionId,
    runId,
    after: Math.max(from, place.firstSeq - 1),
    signal: request.signal,
    encode: (logged): AGUIEvent[] =>
      toAguiEvents(logged, {
        threadId: place.threadId,
        runId: clientRunId,
        view,
        hidesReasoning,
        allowedTools,
        after: from,
      }),
    isOver: (logged) => {
      if (logged && !terminalEvents.has(logged.event.type)) return false;
      // A run that was going on when the stream was opened tells of its end in the log.
      if (runId) return logged !== undefined || place.isOver;
      // What is told again may go on after the end of one run with the next.
      return logged
        ? isQuietSince(place.sessionId, logged.seq)
        : findActiveRun(place.sessionId).then((run) => run === undefined);
    },
  });
  return new Response(stream, { headers });
}

/** The stream of a run that was refused before it began: AG-UI lets a stream open with its error, and end there. */
export function refusedStreamResponse({ code, message }: DomainError): Response {
  const event: RunErrorEvent = { type: EventType.RUN_ERROR, code, message, timestamp: Date.now() };
  return new Response(`data: ${JSON.stringify(event)}\n\n`, { headers: eventStreamHeaders });
}

/** Which view a request asks for with `?view=`. @throws DomainError bad_request */
export function viewAsked(request: Request): AguiView {
  const asked = new URL(request.url).searchParams.get("view") ?? "author";
  if (asked === "author" || asked === "end_user") return asked;
  throw new DomainError("bad_request", "view is author or end_user.");
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
