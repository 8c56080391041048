import { DomainError } from "@/server/domain/errors";
import { enteredVisitor, handleSharedRequest } from "@/server/http/public-edge";
import { stopRun } from "@/server/services/runs/stop-run";
import { requireVisitorsRun } from "@/server/services/share/talk-to-shared-app";

interface Context {
  params: Promise<{ shareKey: string; runId: string }>;
}

/** Stops the answer that a visitor is being given. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { shareKey, runId } = await params;
  return handleSharedRequest(request, shareKey, async (shared) => {
    const visitor = enteredVisitor(shared);
    if (!visitor) throw new DomainError("not_found", "There is no such answer.");
    await requireVisitorsRun(shared.app, visitor, runId);
    return Response.json(await stopRun(shared.app.owner, runId));
  });
}
