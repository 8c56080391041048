import { handleRequest, idempotencyKeyOf, readBody } from "@/server/http/edge";
import { runTraceBody } from "@/server/http/trace-contracts";
import { toAcceptedTrace } from "@/server/http/trace-views";
import { continueTrace } from "@/server/services/traces/start-trace";

interface Context {
  params: Promise<{ traceId: string }>;
}

/** Goes on with a trace: says something, goes back to a message first, or has the last thing said answered once more. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { traceId } = await params;
    const { messages, insert_after: insertAfter, inputs } = await readBody(request, runTraceBody);
    const accepted = await continueTrace(principal, traceId, {
      insertAfter,
      message: messages[0]?.content,
      inputs,
      idempotencyKey: idempotencyKeyOf(request),
    });
    return Response.json(toAcceptedTrace(accepted), { status: 202 });
  });
}
