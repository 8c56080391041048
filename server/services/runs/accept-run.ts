import { createHash } from "node:crypto";
import { db, pool, type Transaction } from "@/server/db";
import type { ToolAnswer } from "@/server/domain/agui/input";
import type { RunClient } from "@/server/domain/agui/run-client";
import { DomainError } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import { resolveInputs, withMessage } from "@/server/domain/run/inputs";
import { sanitiseJson, sanitiseText, truncate } from "@/server/domain/text";
import type { Workflow } from "@/server/domain/workflow/schema";
import { faultPoint } from "@/server/faults";
import { newId } from "@/server/ids";
import type { Principal } from "@/server/services/access/principal";
import { dispatchSoon } from "@/server/services/runs/dispatch-outbox";
import { type FirstMessage, firstHandOver, insertRun, type NewRun } from "@/server/services/runs/insert-run";
import { leaveClientCalls } from "@/server/services/runs/leave-client-calls";
import { lockIdleSession } from "@/server/services/runs/lock-idle-session";
import {
  claimAttachments,
  largestTitle,
  placeUserMessage,
  type SessionToContinue,
  type UserTurn,
} from "@/server/services/runs/place-user-message";

export type RunSource = "editor" | "chat" | "api" | "agui" | "share" | "mcp" | "reflect";

export interface RunRequest extends UserTurn {
  workflowId: string;
  workflowVersionId: string;
  workflow: Workflow;
  appId?: string;
  source: RunSource;
  inputs: Record<string, Json>;
  /** Continue this session; without it one is made. */
  sessionId?: string;
  /** Whose conversation it is, where that is not who asks: a visitor's of a shared app. */
  sessionOwnerId?: string;
  /** What an AG-UI client calls its thread and its run. The first use of a thread makes its session. */
  threadId?: string;
  clientRunId?: string;
  /** Tools, context and state that an AG-UI client gave with its request. */
  client?: RunClient;
  /** What calls that the client made itself came to, sent along with a new message. */
  toolAnswers?: ToolAnswer[];
  idempotencyKey?: string;
}

export interface AcceptedRun {
  runId: string;
  sessionId: string;
  /** Whether this request made the session. */
  isNewSession: boolean;
  /** Whether the same request had been accepted before; then nothing was written now. */
  isReplay: boolean;
}

/**
 * Accepts a run: session (made when none is named), user message, run and outbox row in one transaction. When this returns,
 * the run is never lost. It orchestrates nothing.
 * @throws DomainError invalid_input, not_found, run_active, interrupts_open, idempotency_mismatch
 */
export async function acceptRun(principal: Principal, request: RunRequest, attempt = 1): Promise<AcceptedRun> {
  const requestHash = hashOf(request);
  if (request.idempotencyKey) {
    const earlier = await findReplay(principal, request.idempotencyKey, requestHash);
    if (earlier) return earlier;
  }
  const inputs = checkedInputs(request);
  try {
    const accepted = await writeRun(principal, request, inputs, requestHash);
    faultPoint("after-accept");
    dispatchSoon(firstHandOver({ id: accepted.runId, tenantId: principal.tenantId }));
    return accepted;
  } catch (error) {
    if (!isUniqueViolation(error) || attempt > 1) throw error;
    // Another request with the same key or the same new thread won the race between the look-up and the insert.
    return acceptRun(principal, request, attempt + 1);
  }
}

function checkedInputs(request: RunRequest): Record<string, Json> {
  const { inputs: declared } = request.workflow;
  const given = sanitiseJson(request.inputs) as Record<string, Json>;
  const said = request.message === undefined ? given : withMessage(declared, given, sanitiseText(request.message));
  const resolved = resolveInputs(declared, said);
  if (resolved.ok) return resolved.value;
  throw new DomainError("invalid_input", resolved.issues.map((issue) => issue.message).join(" "), {
    details: { issues: resolved.issues },
  });
}

/**
 * Writes it. What a conversation begins with takes one statement; one that is gone on with is locked first.
 * @throws DomainError not_found, run_active, interrupts_open
 */
async function writeRun(
  principal: Principal,
  request: RunRequest,
  inputs: Record<string, Json>,
  requestHash: string,
): Promise<AcceptedRun> {
  const runId = newId();
  const rowOf = (sessionId: string, userMessageId: string | undefined): NewRun => ({
    ...request,
    id: runId,
    tenantId: principal.tenantId,
    ownerId: principal.personId,
    sessionId,
    inputs,
    userMessageId,
    requestHash,
  });
  const ownerId = sessionOwnerOf(principal, request);
  const begin = (sessionId: string) => {
    const message = request.message === undefined ? undefined : firstMessage(request.message, request.attachmentIds);
    const title = message ? truncate(message.content, largestTitle) : "";
    const session = { ownerId, threadId: request.threadId ?? sessionId, title };
    return insertRun({ run: rowOf(sessionId, message?.id), session, message });
  };
  if (isAllNew(request)) {
    const sessionId = newId();
    await pool.query(begin(sessionId));
    return { runId, sessionId, isNewSession: true, isReplay: false };
  }
  return db.$transaction(async (tx) => {
    const session = await findSession(tx, principal, request);
    const sessionId = session?.id ?? newId();
    const place = { tenantId: principal.tenantId, ownerId, runId, sessionId };
    if (session) {
      await leaveClientCalls(tx, principal, { sessionId, answers: request.toolAnswers });
      const userMessageId = await placeUserMessage(tx, { ...place, session }, request);
      await execute(tx, insertRun({ run: rowOf(sessionId, userMessageId) }));
    } else {
      if (request.afterSeq || request.answersMessageId !== undefined)
        throw new DomainError("not_found", "There is no such message in this conversation.");
      await claimAttachments(tx, place, request.attachmentIds ?? []);
      await execute(tx, begin(sessionId));
    }
    return { runId, sessionId, isNewSession: !session, isReplay: false };
  });
}

/** Whether a request concerns nothing that is stored already. */
function isAllNew({ sessionId, threadId, afterSeq, answersMessageId, attachmentIds = [] }: RunRequest): boolean {
  return (
    sessionId === undefined &&
    threadId === undefined &&
    !afterSeq &&
    answersMessageId === undefined &&
    attachmentIds.length === 0
  );
}

function firstMessage(message: string, attachmentIds: readonly string[] = []): FirstMessage {
  return { id: newId(), content: sanitiseText(message), attachments: [...new Set(attachmentIds)] };
}

async function execute(tx: Transaction, { text, values }: ReturnType<typeof insertRun>): Promise<void> {
  await tx.$executeRawUnsafe(text, ...values);
}

/** The conversation that is to be gone on with, locked; undefined when the request begins one. */
async function findSession(
  tx: Transaction,
  principal: Principal,
  request: RunRequest,
): Promise<SessionToContinue | undefined> {
  const { sessionId, threadId } = request;
  if (sessionId === undefined && threadId === undefined) return undefined;
  const known = await tx.session.findFirst({
    where: {
      ...(sessionId === undefined ? { threadId } : { id: sessionId }),
      tenantId: principal.tenantId,
      ownerId: sessionOwnerOf(principal, request),
      deletedAt: null,
    },
    select: { id: true },
  });
  if (!known) {
    if (sessionId === undefined) return undefined;
    throw new DomainError("not_found", "There is no such session.");
  }
  await lockIdleSession(tx, known.id);
  return tx.session.findUniqueOrThrow({
    where: { id: known.id },
    select: { id: true, title: true, messageSeq: true, headSeq: true },
  });
}

function sessionOwnerOf(principal: Principal, { sessionOwnerId }: RunRequest): string {
  return sessionOwnerId ?? principal.personId;
}

async function findReplay(
  principal: Principal,
  idempotencyKey: string,
  requestHash: string,
): Promise<AcceptedRun | undefined> {
  const run = await db.run.findFirst({
    where: { tenantId: principal.tenantId, ownerId: principal.personId, idempotencyKey },
    select: { id: true, sessionId: true, requestHash: true },
  });
  if (!run) return undefined;
  if (run.requestHash !== requestHash) {
    throw new DomainError(
      "idempotency_mismatch",
      "This Idempotency-Key was used with another body. Use a new key for a new request.",
    );
  }
  const first = await db.run.findFirst({
    where: { sessionId: run.sessionId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true },
  });
  return { runId: run.id, sessionId: run.sessionId, isNewSession: first?.id === run.id, isReplay: true };
}

function hashOf(request: RunRequest): string {
  const { workflow: _document, workflowVersionId: _version, idempotencyKey: _key, ...said } = request;
  return createHash("sha256").update(JSON.stringify(said)).digest("hex");
}

/** As our own statement meets it, and as Prisma tells of the same inside its transaction. */
function isUniqueViolation(error: unknown): boolean {
  const { code, meta } = error as { code?: string; meta?: { driverAdapterError?: { cause?: { kind?: string } } } };
  return code === "23505" || meta?.driverAdapterError?.cause?.kind === "UniqueConstraintViolation";
}
