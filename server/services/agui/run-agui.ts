import { db } from "@/server/db";
import type { AguiRunRequest, ToolAnswer } from "@/server/domain/agui/input";
import { DomainError } from "@/server/domain/errors";
import type { ResumeEntry } from "@/server/domain/interrupts/correlate";
import { sanitiseText } from "@/server/domain/text";
import { logger } from "@/server/logger";
import type { Principal } from "@/server/services/access/principal";
import { auditForgedHistory } from "@/server/services/agui/audit-forged-history";
import { answeredByServer, findThread, type Thread } from "@/server/services/agui/find-thread";
import { forgetFiles, keepFiles } from "@/server/services/agui/keep-files";
import { recordAudit } from "@/server/services/audit/record-audit";
import { resumeRun } from "@/server/services/interrupts/resume-run";
import { startAppRun } from "@/server/services/runs/start-run";

export interface AguiRun {
  runId: string;
  sessionId: string;
}

/**
 * Carries out what an AG-UI client asks for: answers to what the thread waits for go on with its run, anything else starts one.
 * Of the history that the client sends nothing is used. What is refused changes nothing and is in the audit.
 * @throws DomainError `interrupts_open`, `resume_*`, `tool_result_unknown`, and what `startAppRun` throws
 */
export async function runAgui(principal: Principal, appCode: string, request: AguiRunRequest): Promise<AguiRun> {
  if (request.skippedParts > 0) logger.info({ appCode }, "parts of a message that lie elsewhere were left out");
  const thread = await findThread(principal, request.threadId);
  await auditForgedHistory(principal, thread, request);
  if (request.resume) return resume(principal, thread, request, request.resume);
  if (!request.userMessage && request.toolAnswers.length > 0) {
    const answers = await newAnswers(principal, thread, request.toolAnswers);
    if (answers.length > 0) return answerCalls(principal, thread, request, answers);
  }
  return start(principal, appCode, request);
}

async function start(principal: Principal, appCode: string, request: AguiRunRequest): Promise<AguiRun> {
  // The same request again, because its answer was lost, is answered with the same run.
  const idempotencyKey = `agui:${request.threadId}:${request.runId}`;
  const earlier = request.files.length > 0 ? await findByKey(principal, idempotencyKey) : undefined;
  if (earlier) return earlier;
  const attachmentIds = await keepFiles(principal, request.files);
  try {
    return await startAppRun(principal, {
      source: "agui",
      appCode,
      threadId: request.threadId,
      clientRunId: request.runId,
      idempotencyKey,
      message: request.userMessage?.text,
      ...(attachmentIds.length > 0 ? { attachmentIds } : {}),
      inputs: request.inputs,
      client: request.client,
      toolAnswers: request.toolAnswers,
    });
  } catch (error) {
    await forgetFiles(principal, attachmentIds);
    if (error instanceof DomainError && error.code === "interrupts_open") await auditRefusal(principal, request, error);
    throw error;
  }
}

/** Files are stored anew with each request, so one that is repeated is known by its key alone. */
async function findByKey(principal: Principal, idempotencyKey: string): Promise<AguiRun | undefined> {
  const run = await db.run.findFirst({
    where: { tenantId: principal.tenantId, ownerId: principal.personId, idempotencyKey },
    select: { id: true, sessionId: true },
  });
  return run ? { runId: run.id, sessionId: run.sessionId } : undefined;
}

async function resume(
  principal: Principal,
  thread: Thread | undefined,
  request: AguiRunRequest,
  entries: readonly ResumeEntry[],
): Promise<AguiRun> {
  const problem = resumeProblem(thread, request);
  if (problem) {
    await auditRefusal(principal, request, problem);
    throw problem;
  }
  return resumeRun(principal, {
    place: { threadId: request.threadId },
    entries,
    toolMessages: request.toolAnswers.filter((answer) => thread?.clientCalls.get(answer.toolCallId)?.isPending),
    via: "agui",
    clientRunId: request.runId,
  });
}

/** What speaks against a resume before its entries are looked at. */
function resumeProblem(
  thread: Thread | undefined,
  { reservedMetadataOn, userMessage }: AguiRunRequest,
): DomainError | undefined {
  if (!thread) return new DomainError("resume_unknown", "Nothing waits in this conversation.");
  if (reservedMetadataOn !== undefined) {
    return new DomainError(
      "resume_metadata_reserved",
      `The answer to ${reservedMetadataOn} has metadata under "ag-ui", which the protocol keeps for itself. Leave it away.`,
    );
  }
  // A client that was not told of the call which is asked about ends its messages with the old one of its user.
  if (userMessage && sanitiseText(userMessage.text) !== thread.lastUserText) {
    return new DomainError("interrupts_open", "Answer what is open first, then send the new message by itself.");
  }
  return undefined;
}

/** Answers to calls that the server has not answered itself; a client sends results that it was shown along with its own. */
async function newAnswers(
  principal: Principal,
  thread: Thread | undefined,
  answers: ToolAnswer[],
): Promise<ToolAnswer[]> {
  if (!thread) return answers;
  const unknown = answers.filter(({ toolCallId }) => !thread.clientCalls.has(toolCallId));
  if (unknown.length === 0) return answers;
  const ids = unknown.map((answer) => answer.toolCallId);
  const known = await answeredByServer(principal, thread.sessionId, ids);
  return answers.filter((answer) => !known.has(answer.toolCallId));
}

/** Goes on with the run whose calls the client has made; the same results again are answered with the same run. */
async function answerCalls(
  principal: Principal,
  thread: Thread | undefined,
  request: AguiRunRequest,
  answers: readonly ToolAnswer[],
): Promise<AguiRun> {
  const unknown = answers.find(({ toolCallId }) => !thread?.clientCalls.has(toolCallId));
  if (!thread || unknown) {
    const problem = new DomainError(
      "tool_result_unknown",
      `Nothing waits for a result of the call ${unknown?.toolCallId ?? "that is answered"}.`,
    );
    await auditRefusal(principal, request, problem);
    throw problem;
  }
  const entries = answers.flatMap(({ toolCallId, content, isError }): ResumeEntry[] => {
    const call = thread.clientCalls.get(toolCallId);
    const payload = { content, ...(isError ? { isError } : {}) };
    return call ? [{ interruptId: call.interruptId, status: "resolved", payload }] : [];
  });
  return resumeRun(principal, {
    place: { threadId: request.threadId },
    entries,
    via: "agui",
    clientRunId: request.runId,
  });
}

function auditRefusal(
  { tenantId, personId }: Principal,
  { threadId, runId }: AguiRunRequest,
  { code }: DomainError,
): Promise<void> {
  return recordAudit({
    tenantId,
    actorId: personId,
    action: "agui.run",
    resource: "thread",
    resourceId: threadId,
    outcome: "refused",
    code,
    details: { runId },
  });
}
