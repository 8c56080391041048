import { z } from "zod";
import { parseRunAgentInput } from "@/server/domain/agui/input";
import { DomainError } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import { handleRequest, readBody } from "@/server/http/edge";
import { eventStreamResponse } from "@/server/http/event-stream-response";
import { startAppRun } from "@/server/services/runs/start-run";

/** AG-UI's own way in: the body is RunAgentInput, the answer the run's event stream as an end user may see it. */
export function POST(request: Request, { params }: { params: Promise<{ appCode: string }> }): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { appCode } = await params;
    const parsed = parseRunAgentInput(await readBody(request, z.unknown()));
    if (!parsed.ok) {
      throw new DomainError("bad_request", parsed.issues.map((issue) => issue.message).join(" "), {
        details: { issues: parsed.issues },
      });
    }
    const { threadId, runId, userMessage, input } = parsed.value;
    const accepted = await startAppRun(principal, {
      source: "agui",
      appCode,
      threadId,
      clientRunId: runId,
      message: userMessage?.text,
      inputs: inputsOf(input.forwardedProps),
    });
    return eventStreamResponse(request, principal, { runId: accepted.runId, view: "end_user", after: 0 });
  });
}

/** A client may give the workflow's inputs as `forwardedProps.inputs`. */
function inputsOf(forwarded: unknown): Record<string, Json> {
  const parsed = z.object({ inputs: z.record(z.string(), z.json()) }).safeParse(forwarded);
  return parsed.success ? parsed.data.inputs : {};
}
