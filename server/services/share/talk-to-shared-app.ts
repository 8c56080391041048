import { db } from "@/server/db";
import { endUserErrorMessage } from "@/server/domain/agui/end-user-error";
import { DomainError, errorTable, type ErrorCode } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import type { RunStatus } from "@/server/domain/run/status";
import { type AcceptedRun, acceptRun } from "@/server/services/runs/accept-run";
import { getSession, type SessionDetail } from "@/server/services/sessions/get-session";
import type { SharedApp } from "@/server/services/share/find-shared-app";
import { limitRate } from "@/server/services/share/limit-rate";
import type { Visitor } from "@/server/services/share/visitor";

const minuteMs = 60_000;
/** Runs cost the owner money: what one person can read, what one household may, and what a page stands. */
const startsOfVisitor = { count: 8, perMs: minuteMs };
const startsFromAddress = { count: 30, perMs: minuteMs };
const startsAtPage = { count: 120, perMs: minuteMs };

interface Said {
  sessionId?: string;
  message: string;
  inputs: Record<string, Json>;
  idempotencyKey?: string;
}

/**
 * Starts a run of a shared app for a visitor: the conversation is the visitor's, the run its owner's.
 * @throws DomainError rate_limited, not_found, invalid_input, run_active, interrupts_open
 */
export async function sayToSharedApp(
  app: SharedApp,
  visitor: Visitor,
  { idempotencyKey, ...said }: Said,
  address: string,
): Promise<AcceptedRun> {
  limitRate([
    { name: `start ${visitor.ownerId}`, limit: startsOfVisitor },
    { name: `start ${app.id} ${address}`, limit: startsFromAddress },
    { name: `start ${app.id}`, limit: startsAtPage },
  ]);
  return acceptRun(app.owner, {
    ...said,
    source: "share",
    sessionOwnerId: visitor.ownerId,
    appId: app.id,
    workflowId: app.workflowId,
    workflowVersionId: app.liveVersionId,
    workflow: app.workflow,
    ...(idempotencyKey ? { idempotencyKey: `${visitor.ownerId} ${idempotencyKey}` } : {}),
  });
}

/** One message and its answer, as a visitor may see them. */
export interface SharedTurn {
  runId: string;
  status: RunStatus;
  userText: string | null;
  /** Words alone: no tool, no step, no thought of how they came about. */
  messages: { id: string; text: string }[];
  error: string | null;
}

export interface SharedConversation {
  sessionId: string;
  turns: SharedTurn[];
}

/** The visitor's latest conversation with the app; null before the first. */
export async function getSharedConversation(app: SharedApp, visitor: Visitor): Promise<SharedConversation | null> {
  const session = await db.session.findFirst({
    where: { tenantId: app.owner.tenantId, ownerId: visitor.ownerId, appId: app.id, deletedAt: null },
    orderBy: [{ updatedAt: "desc" }, { id: "desc" }],
    select: { id: true },
  });
  if (!session) return null;
  const detail = await getSession({ ...app.owner, personId: visitor.ownerId }, session.id);
  return { sessionId: detail.id, turns: detail.runs.map((run) => turnOf(run, detail)) };
}

function turnOf(run: SessionDetail["runs"][number], { messages }: SessionDetail): SharedTurn {
  return {
    runId: run.id,
    status: run.status,
    userText: messages.find((message) => message.id === run.userMessageId)?.content ?? null,
    messages: messages.flatMap((message) =>
      message.runId === run.id && message.role === "assistant" && message.content !== ""
        ? [{ id: message.id, text: message.content }]
        : [],
    ),
    error: run.error ? endUserErrorMessage(codeOf(run.error.code)) : null,
  };
}

function codeOf(code: string): ErrorCode {
  return Object.hasOwn(errorTable, code) ? (code as ErrorCode) : "internal";
}

/** @throws DomainError not_found for a run that is not in a conversation of the visitor. */
export async function requireVisitorsRun(app: SharedApp, visitor: Visitor, runId: string): Promise<void> {
  const run = await db.run.findFirst({
    where: { id: runId, tenantId: app.owner.tenantId, appId: app.id },
    select: { sessionId: true },
  });
  const session =
    run &&
    (await db.session.findFirst({
      where: { id: run.sessionId, tenantId: app.owner.tenantId, ownerId: visitor.ownerId, deletedAt: null },
      select: { id: true },
    }));
  if (!session) throw new DomainError("not_found", "There is no such answer.");
}
