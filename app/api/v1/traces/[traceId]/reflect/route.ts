import { handleRequest } from "@/server/http/edge";
import { toAcceptedTrace } from "@/server/http/trace-views";
import { reflectOnTrace } from "@/server/services/traces/reflect";

interface Context {
  params: Promise<{ traceId: string }>;
}

/** Asks a model what is to be learned from a trace, for the app's experiences. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { traceId } = await params;
    return Response.json(toAcceptedTrace(await reflectOnTrace(principal, traceId)), { status: 202 });
  });
}
