import { handleRequest } from "@/server/http/edge";
import { eventStreamResponse } from "@/server/http/event-stream-response";

/** The events of a session as AG-UI over SSE; ends when nothing answers it any more. */
export function GET(request: Request, { params }: { params: Promise<{ sessionId: string }> }): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { sessionId } = await params;
    return eventStreamResponse(request, principal, { sessionId, view: "author" });
  });
}
