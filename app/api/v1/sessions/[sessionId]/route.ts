import { handleRequest, readBody } from "@/server/http/edge";
import { changeSessionBody } from "@/server/http/session-contracts";
import { toSessionView } from "@/server/http/session-views";
import { changeSession, deleteSession } from "@/server/services/sessions/change-session";
import { describeSession } from "@/server/services/sessions/create-session";

interface Context {
  params: Promise<{ sessionId: string }>;
}

/** A conversation without its messages. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { sessionId } = await params;
    return Response.json(toSessionView(await describeSession(principal, sessionId)));
  });
}

/** Renames or pins a conversation. */
export function PATCH(request: Request, { params }: Context): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { sessionId } = await params;
    const { title, pinned: isPinned } = await readBody(request, changeSessionBody);
    await changeSession(principal, sessionId, { title, isPinned });
    return Response.json(toSessionView(await describeSession(principal, sessionId)));
  });
}

/** Deletes a conversation with its messages. */
export function DELETE(request: Request, { params }: Context): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { sessionId } = await params;
    await deleteSession(principal, sessionId);
    return new Response(null, { status: 204 });
  });
}
