import { handleRequest } from "@/server/http/edge";
import { eventStreamResponse, viewAsked } from "@/server/http/event-stream-response";

/** The events of one run as AG-UI over SSE, from `Last-Event-ID` or `?after=` on; `?view=end_user` as an end user may see them. */
export function GET(request: Request, { params }: { params: Promise<{ runId: string }> }): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { runId } = await params;
    return eventStreamResponse(request, principal, { runId, view: viewAsked(request) });
  });
}
