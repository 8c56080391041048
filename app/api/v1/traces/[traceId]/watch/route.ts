import { handleRequest } from "@/server/http/edge";
import { eventStreamResponse } from "@/server/http/event-stream-response";

interface Context {
  params: Promise<{ traceId: string }>;
}

/** The events of a trace as AG-UI over SSE; ends when nothing answers it any more. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { traceId } = await params;
    return eventStreamResponse(request, principal, { sessionId: traceId, view: "author" });
  });
}
