import { handleRequest } from "@/server/http/edge";
import { getSpan } from "@/server/services/runs/get-run";

interface Context {
  params: Promise<{ runId: string; spanId: string }>;
}

/** Input, output and attributes of one span. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { runId, spanId } = await params;
    return Response.json(await getSpan(principal, runId, spanId));
  });
}
