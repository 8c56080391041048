import { enteredVisitor, handleSharedRequest } from "@/server/http/public-edge";
import { getSharedConversation } from "@/server/services/share/talk-to-shared-app";

/** The visitor's latest conversation; `null` before the first. */
export async function GET(request: Request, { params }: { params: Promise<{ shareKey: string }> }): Promise<Response> {
  return handleSharedRequest(request, (await params).shareKey, async (shared) => {
    const visitor = enteredVisitor(shared);
    const conversation = visitor ? await getSharedConversation(shared.app, visitor) : null;
    return Response.json(conversation, { headers: { "cache-control": "no-store" } });
  });
}
