import { handleRequest } from "@/server/http/edge";
import { getSession } from "@/server/services/sessions/get-session";

/** A session with its messages in order. */
export function GET(request: Request, { params }: { params: Promise<{ sessionId: string }> }): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { sessionId } = await params;
    const session = await getSession(principal, sessionId);
    return Response.json({
      session_id: session.id,
      title: session.title,
      app_code: session.app?.code ?? null,
      active_run_id: session.activeRunId,
      message_count: session.messageCount,
      input_tokens: session.inputTokens,
      output_tokens: session.outputTokens,
      cost_micros: session.costMicros,
      messages: session.messages.map((message) => ({
        id: message.id,
        seq: message.seq,
        role: message.role,
        content: message.content,
        run_id: message.runId,
        tool_calls: message.toolCalls,
        tool_call_id: message.toolCallId,
        created_at: message.createdAt,
      })),
    });
  });
}
