import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import { cutAfter } from "@/server/domain/conversation/cut";
import type { Json } from "@/server/domain/json";
import type { Principal } from "@/server/services/access/principal";
import type { AcceptedRun } from "@/server/services/runs/accept-run";
import { startAppRun } from "@/server/services/runs/start-run";
import { prepareRuntimeRun } from "@/server/services/runtime-config/prepare-run";
import { readDraft } from "@/server/services/workflows/get-workflow";
import { findSession } from "@/server/services/sessions/get-session";
import { readBranch } from "@/server/services/sessions/read-branch";
import type { TreeMessage } from "@/server/domain/conversation/branches";
import { requireModel } from "@/server/services/traces/require-model";

interface Said {
  /** What the person says; absent means that nothing new is said. */
  message?: string;
  inputs: Record<string, Json>;
  idempotencyKey?: string;
}

/**
 * Begins a trace: a conversation and its first run, accepted together. Without an app the configured agents run.
 * @throws DomainError not_found, not_published, invalid_input, idempotency_mismatch, model_not_configured
 */
export async function createTrace(
  principal: Principal,
  { appCode, ...said }: Said & { appCode?: string },
): Promise<AcceptedRun> {
  await requireModelOf(principal, appCode === undefined ? undefined : { code: appCode });
  return startAppRun(principal, { source: "api", ...(appCode === undefined ? {} : { appCode }), ...said });
}

/**
 * Goes on with a trace. `insertAfter` names a message to go back to first, by its id: what came after it is kept on a branch
 * of its own. Where nothing new is said, the last thing that the person said up to there is answered once more, with what its
 * run was given.
 * @throws DomainError not_found, bad_request when nothing was said that could be answered, run_active, interrupts_open,
 * not_published, invalid_input, idempotency_mismatch, model_not_configured
 */
export async function continueTrace(
  principal: Principal,
  traceId: string,
  { insertAfter, message, inputs, idempotencyKey }: Said & { insertAfter?: string },
): Promise<AcceptedRun> {
  const session = await findSession(principal, traceId);
  await requireModelOf(principal, session.appId === null ? undefined : { id: session.appId });
  const cut = insertAfter === undefined ? undefined : await findCut(principal, traceId, insertAfter);
  const request = { source: "api" as const, sessionId: traceId, idempotencyKey };
  if (message !== undefined) {
    return startAppRun(principal, { ...request, inputs, message, ...(cut === undefined ? {} : { afterSeq: cut }) });
  }
  const answered = await lastQuestion(principal, traceId, cut);
  return startAppRun(principal, {
    ...request,
    inputs: Object.keys(inputs).length > 0 ? inputs : answered.inputs,
    answersMessageId: answered.messageId,
  });
}

/** @param app absent for the configured agents */
async function requireModelOf(principal: Principal, app: { code: string } | { id: string } | undefined): Promise<void> {
  if (app === undefined) {
    const { workflow } = await prepareRuntimeRun(principal);
    requireModel(workflow);
    return;
  }
  const found = await db.app.findFirst({
    where: { ...app, tenantId: principal.tenantId, ownerId: principal.personId, archivedAt: null },
    select: { liveVersion: { select: { dsl: true } } },
  });
  // That it is missing is said by what starts the run.
  if (found) requireModel(readDraft(found.liveVersion.dsl));
}

async function findCut({ tenantId }: Principal, sessionId: string, messageId: string): Promise<number> {
  const after = await db.message.findFirst({
    where: { id: messageId, sessionId, tenantId, deletedAt: null },
    select: { seq: true },
  });
  if (!after) throw new DomainError("not_found", "There is no such message in this trace.");
  const [shown, tools] = await Promise.all([
    readBranch({ tenantId, sessionId }, { take: largestBranch }),
    db.message.findMany({
      where: { sessionId, tenantId, role: "tool", seq: { gt: after.seq }, deletedAt: null },
      select: { seq: true, parentSeq: true, runId: true },
    }),
  ]);
  const results = tools.map((tool): TreeMessage => ({ ...tool, role: "tool" }));
  return cutAfter(results, new Set(shown.map((message) => message.seq)), after.seq);
}

const largestBranch = 5000;

/** The last thing that the person said up to a cut, and what the run that answered it was given. */
async function lastQuestion(
  { tenantId }: Principal,
  sessionId: string,
  fromSeq: number | undefined,
): Promise<{ messageId: string; inputs: Record<string, Json> }> {
  const branch = await readBranch(
    { tenantId, sessionId },
    { take: largestBranch, ...(fromSeq === undefined ? {} : { fromSeq }) },
  );
  const question = branch.findLast((message) => message.role === "user");
  if (!question) throw new DomainError("bad_request", "Nothing was said in this trace yet. Send a message.");
  const run = await db.run.findFirst({
    where: { tenantId, sessionId, userMessageId: question.id },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { inputs: true },
  });
  return { messageId: question.id, inputs: (run?.inputs ?? {}) as Record<string, Json> };
}
