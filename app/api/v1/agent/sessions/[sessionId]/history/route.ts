import { handleRequest } from "@/server/http/edge";
import { toHistoryView } from "@/server/http/session-views";
import { getHistory } from "@/server/services/sessions/get-history";

/** A conversation as it stands: messages, state, what it waits for, and where its stream goes on. */
export function GET(request: Request, { params }: { params: Promise<{ sessionId: string }> }): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { sessionId } = await params;
    return Response.json(toHistoryView(await getHistory(principal, sessionId)));
  });
}
