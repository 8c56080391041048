import { startRunBody } from "@/server/http/contracts";
import { handleRequest, idempotencyKeyOf, readBody } from "@/server/http/edge";
import { startAppRun } from "@/server/services/runs/start-run";

/** Accepts a run of an app, in a session of its own unless one is named, and answers at once. */
export function POST(request: Request): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const body = await readBody(request, startRunBody);
    const accepted = await startAppRun(principal, {
      source: "api",
      appCode: body.app_code,
      sessionId: body.session_id,
      message: body.message,
      inputs: body.inputs,
      attachmentIds: body.attachment_ids,
      afterSeq: body.after_seq,
      answersMessageId: body.answers_message_id,
      idempotencyKey: idempotencyKeyOf(request),
    });
    return Response.json(
      { run_id: accepted.runId, session_id: accepted.sessionId, created: accepted.isNewSession },
      { status: 202 },
    );
  });
}
