import { handleRequest, idempotencyKeyOf, readBody } from "@/server/http/edge";
import { createTraceBody } from "@/server/http/trace-contracts";
import { toAcceptedTrace } from "@/server/http/trace-views";
import { createTrace } from "@/server/services/traces/start-trace";

/** Begins a trace: a conversation and its first run. */
export function POST(request: Request): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { app_code: appCode, messages, inputs } = await readBody(request, createTraceBody);
    const accepted = await createTrace(principal, {
      appCode,
      message: messages[0]?.content,
      inputs,
      idempotencyKey: idempotencyKeyOf(request),
    });
    return Response.json(toAcceptedTrace(accepted), { status: 202 });
  });
}
