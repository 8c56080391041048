import { z } from "zod";
import { parseRunAgentInput } from "@/server/domain/agui/input";
import { DomainError, type ErrorCode } from "@/server/domain/errors";
import { handleRequest, readBody } from "@/server/http/edge";
import { eventStreamResponse, refusedStreamResponse } from "@/server/http/event-stream-response";
import { runAgui } from "@/server/services/agui/run-agui";

/** Refusals that have nothing to do with the conversation are the transport's; every other one is the stream's to tell. */
const transportCodes = new Set<ErrorCode>(["bad_request", "not_found", "forbidden", "not_ready", "internal"]);

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
    try {
      const { runId } = await runAgui(principal, appCode, parsed.value);
      return await eventStreamResponse(request, principal, {
        runId,
        view: "end_user",
        after: 0,
        clientRunId: parsed.value.runId,
      });
    } catch (error) {
      if (error instanceof DomainError && !transportCodes.has(error.code)) return refusedStreamResponse(error);
      throw error;
    }
  });
}
