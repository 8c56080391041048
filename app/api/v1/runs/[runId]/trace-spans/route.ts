import { handleRequest } from "@/server/http/edge";
import { toSpanView } from "@/server/http/run-views";
import { getRun } from "@/server/services/runs/get-run";

/** The outline of a run's trace: every span without its input and output. */
export function GET(request: Request, { params }: { params: Promise<{ runId: string }> }): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { runId } = await params;
    const { spans } = await getRun(principal, runId);
    return Response.json({ items: spans.map(toSpanView) });
  });
}
