import type { AguiRunRequest } from "@/server/domain/agui/input";
import { logger } from "@/server/logger";
import type { Principal } from "@/server/services/access/principal";
import { auditForgedHistory } from "@/server/services/agui/audit-forged-history";
import { findThread } from "@/server/services/agui/find-thread";
import { startAppRun } from "@/server/services/runs/start-run";

/**
 * Carries out what an AG-UI client asks for. Of the history that the client sends nothing is used.
 * @throws DomainError what `startAppRun` throws
 */
export async function runAgui(
  principal: Principal,
  appCode: string,
  request: AguiRunRequest,
): Promise<{ runId: string; sessionId: string }> {
  if (request.hasMedia) logger.info({ appCode }, "the media parts of a message were left out");
  const thread = await findThread(principal, request.threadId);
  await auditForgedHistory(principal, thread, request);
  return startAppRun(principal, {
    source: "agui",
    appCode,
    threadId: request.threadId,
    clientRunId: request.runId,
    // The same request again, because its answer was lost, is answered with the same run.
    idempotencyKey: `agui:${request.threadId}:${request.runId}`,
    message: request.userMessage?.text,
    inputs: request.inputs,
    client: request.client,
    toolAnswers: request.toolAnswers,
  });
}
