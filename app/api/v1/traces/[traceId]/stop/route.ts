import { handleRequest } from "@/server/http/edge";
import { stopTrace } from "@/server/services/traces/list-running";

interface Context {
  params: Promise<{ traceId: string }>;
}

/** Stops what answers a trace, or what it waits for. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { traceId } = await params;
    const { runId, status } = await stopTrace(principal, traceId);
    return Response.json({ trace_id: traceId, run_id: runId, status });
  });
}
