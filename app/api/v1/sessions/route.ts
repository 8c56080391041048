import { handleRequest, readBody } from "@/server/http/edge";
import { readQuery } from "@/server/http/read-query";
import { createSessionBody, listSessionsQuery } from "@/server/http/session-contracts";
import { toSessionView } from "@/server/http/session-views";
import { createSession } from "@/server/services/sessions/create-session";
import { pageSessions } from "@/server/services/sessions/page-sessions";

/** The person's conversations, last used first. */
export function GET(request: Request): Promise<Response> {
  return handleRequest(request, async ({ principal, url }) => {
    const { app_code: appCode, q: query, cursor, limit } = readQuery(url, listSessionsQuery);
    const page = await pageSessions(principal, { appCode, query, cursor, limit });
    return Response.json({ items: page.items.map(toSessionView), next_cursor: page.nextCursor });
  });
}

/** Makes an empty conversation with an app. */
export function POST(request: Request): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { app_code: appCode, title, thread_id: threadId } = await readBody(request, createSessionBody);
    const session = await createSession(principal, { appCode, title, threadId });
    return Response.json(toSessionView(session), {
      status: 201,
      headers: { location: `/api/v1/sessions/${session.id}` },
    });
  });
}
