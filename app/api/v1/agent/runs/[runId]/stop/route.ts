import { handleRequest } from "@/server/http/edge";
import { stopRun } from "@/server/services/runs/stop-run";

/** Stops a run. Stopping one that has ended answers with what it came to. */
export function POST(request: Request, { params }: { params: Promise<{ runId: string }> }): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { runId } = await params;
    return Response.json(await stopRun(principal, runId));
  });
}
