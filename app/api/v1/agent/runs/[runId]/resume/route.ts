import { resumeRunBody } from "@/server/http/contracts";
import { handleRequest, readBody } from "@/server/http/edge";
import { resumeRun } from "@/server/services/interrupts/resume-run";

/** Answers what a run waits for, and goes on with a run of its own. */
export function POST(request: Request, { params }: { params: Promise<{ runId: string }> }): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { runId } = await params;
    const body = await readBody(request, resumeRunBody);
    const resumed = await resumeRun(principal, {
      place: { runId },
      entries: body.resume.map(({ interrupt_id: interruptId, status, payload }) => ({
        interruptId,
        status,
        ...(payload === undefined ? {} : { payload }),
      })),
      toolMessages: body.tool_results.map(({ tool_call_id: toolCallId, content, is_error: isError }) => ({
        toolCallId,
        content,
        isError,
      })),
      via: "api",
    });
    return Response.json(
      { run_id: resumed.runId, session_id: resumed.sessionId, replayed: resumed.isReplay },
      { status: 202 },
    );
  });
}
