import { createHash } from "node:crypto";
import { runRequested } from "@/inngest/events";
import { db, type Transaction } from "@/server/db";
import type { ToolAnswer } from "@/server/domain/agui/input";
import type { RunClient } from "@/server/domain/agui/run-client";
import { DomainError } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import { resolveInputs, withMessage } from "@/server/domain/run/inputs";
import { sanitiseJson, sanitiseText } from "@/server/domain/text";
import type { Workflow } from "@/server/domain/workflow/schema";
import { faultPoint } from "@/server/faults";
import { newId } from "@/server/ids";
import type { Principal } from "@/server/services/access/principal";
import { dispatchSoon } from "@/server/services/runs/dispatch-outbox";
import { leaveClientCalls } from "@/server/services/runs/leave-client-calls";
import { lockIdleSession } from "@/server/services/runs/lock-idle-session";
import { placeUserMessage, type UserTurn } from "@/server/services/runs/place-user-message";

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
    const accepted = await db.$transaction((tx) => writeRun(tx, principal, request, inputs, requestHash));
    faultPoint("after-accept");
    dispatchSoon();
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

async function writeRun(
  tx: Transaction,
  principal: Principal,
  request: RunRequest,
  inputs: Record<string, Json>,
  requestHash: string,
): Promise<AcceptedRun> {
  const runId = newId();
  const session = await findOrCreateSession(tx, principal, request);
  if (!session.isNew) await leaveClientCalls(tx, principal, { sessionId: session.id, answers: request.toolAnswers });
  const userMessageId = await placeUserMessage(
    tx,
    { tenantId: principal.tenantId, ownerId: sessionOwnerOf(principal, request), runId, session },
    request,
  );
  await tx.run.create({
    data: {
      id: runId,
      tenantId: principal.tenantId,
      ownerId: principal.personId,
      clientRunId: request.clientRunId ?? null,
      sessionId: session.id,
      appId: request.appId ?? null,
      workflowId: request.workflowId,
      workflowVersionId: request.workflowVersionId,
      rootRunId: runId,
      source: request.source,
      ...(request.client ? { client: request.client } : {}),
      inputs,
      userMessageId: userMessageId ?? null,
      idempotencyKey: request.idempotencyKey ?? null,
      requestHash,
    },
  });
  await tx.outbox.create({
    data: { id: newId(), tenantId: principal.tenantId, name: runRequested.name, payload: { runId, epoch: 1 } },
  });
  return { runId, sessionId: session.id, isNewSession: session.isNew, isReplay: false };
}

interface SessionForRun {
  id: string;
  title: string;
  isNew: boolean;
  messageSeq: number;
  headSeq: number;
}

async function findOrCreateSession(tx: Transaction, principal: Principal, request: RunRequest): Promise<SessionForRun> {
  const named = request.sessionId
    ? { id: request.sessionId }
    : request.threadId
      ? { threadId: request.threadId }
      : undefined;
  if (named) {
    const known = await tx.session.findFirst({
      where: { ...named, tenantId: principal.tenantId, ownerId: sessionOwnerOf(principal, request), deletedAt: null },
      select: { id: true },
    });
    if (known) {
      await lockIdleSession(tx, known.id);
      const found = await tx.session.findUniqueOrThrow({
        where: { id: known.id },
        select: { id: true, title: true, messageSeq: true, headSeq: true },
      });
      return { ...found, isNew: false };
    }
    if (request.sessionId) throw new DomainError("not_found", "There is no such session.");
  }
  const id = newId();
  await tx.session.create({
    data: {
      id,
      tenantId: principal.tenantId,
      ownerId: sessionOwnerOf(principal, request),
      threadId: request.threadId ?? id,
      appId: request.appId ?? null,
      workflowId: request.workflowId,
      source: request.source,
    },
  });
  return { id, title: "", isNew: true, messageSeq: 0, headSeq: 0 };
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

function isUniqueViolation(error: unknown): boolean {
  return (error as { code?: string }).code === "P2002";
}
