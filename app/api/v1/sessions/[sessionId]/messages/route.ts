import { handleRequest } from "@/server/http/edge";
import { readQuery } from "@/server/http/read-query";
import { listMessagesQuery } from "@/server/http/session-contracts";
import { toMessageView } from "@/server/http/session-views";
import { pageMessages } from "@/server/services/sessions/get-history";

/** Messages of the branch that the conversation shows, the newest page first. */
export function GET(request: Request, { params }: { params: Promise<{ sessionId: string }> }): Promise<Response> {
  return handleRequest(request, async ({ principal, url }) => {
    const { sessionId } = await params;
    const { from_seq: fromSeq, limit } = readQuery(url, listMessagesQuery);
    const page = await pageMessages(principal, sessionId, { fromSeq, limit });
    return Response.json({ items: page.items.map(toMessageView), older_from_seq: page.olderSeq });
  });
}
