import { DomainError } from "@/server/domain/errors";
import { eventStreamResponse } from "@/server/http/event-stream-response";
import { enteredVisitor, handleSharedRequest } from "@/server/http/public-edge";
import { requireVisitorsRun } from "@/server/services/share/talk-to-shared-app";

interface Context {
  params: Promise<{ shareKey: string; runId: string }>;
}

/** The events of a visitor's run as an end user may see them. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { shareKey, runId } = await params;
  return handleSharedRequest(request, shareKey, async (shared) => {
    const visitor = enteredVisitor(shared);
    if (!visitor) throw new DomainError("not_found", "There is no such answer.");
    await requireVisitorsRun(shared.app, visitor, runId);
    return eventStreamResponse(request, shared.app.owner, { runId, view: "end_user", hidesReasoning: true });
  });
}
