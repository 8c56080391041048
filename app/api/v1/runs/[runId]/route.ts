import { handleRequest } from "@/server/http/edge";
import { toRunView } from "@/server/http/run-views";
import { getRun } from "@/server/services/runs/get-run";

/** A run with what each of its nodes came to. */
export function GET(request: Request, { params }: { params: Promise<{ runId: string }> }): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { runId } = await params;
    return Response.json(toRunView(await getRun(principal, runId)));
  });
}
