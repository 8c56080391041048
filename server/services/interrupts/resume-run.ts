import { db, type Transaction } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import { mayDecide } from "@/server/domain/interrupts/approvers";
import { correlateResume, type ResumeEntry } from "@/server/domain/interrupts/correlate";
import type { DecisionVia } from "@/server/domain/interrupts/interrupt";
import { readSnapshot } from "@/server/domain/run/snapshot";
import { faultPoint } from "@/server/faults";
import type { Principal } from "@/server/services/access/principal";
import { recordAudit } from "@/server/services/audit/record-audit";
import { lockSession, readInterrupts, type StoredInterrupt } from "@/server/services/interrupts/known-interrupts";
import { recordDecisions } from "@/server/services/interrupts/record-decisions";
import { dispatchSoon } from "@/server/services/runs/dispatch-outbox";

export interface ResumeRequest {
  /** The conversation, by one of its names. */
  place: { threadId: string } | { sessionId: string } | { runId: string };
  entries: readonly ResumeEntry[];
  /** What the client's own tools came to. */
  toolMessages?: readonly { toolCallId: string; content: string; isError?: boolean }[];
  via: Extract<DecisionVia, "agui" | "api">;
  clientRunId?: string;
}

export interface ResumedRun {
  /** The run that goes on. */
  runId: string;
  sessionId: string;
  /** The same had been said before; nothing was decided now. */
  isReplay: boolean;
}

/**
 * Answers everything that a conversation's last run waits for, by AG-UI's rules for a resume, and starts the run that goes on.
 * Deciding and starting are one transaction; the same resume again is answered with the run that it started.
 * @throws DomainError not_found, `resume_*`, tool_result_unknown, snapshot_unreadable; each refusal is in the audit
 */
export async function resumeRun(principal: Principal, request: ResumeRequest): Promise<ResumedRun> {
  const { tenantId, personId } = principal;
  const session = await findPlace(principal, request.place);
  try {
    const resumed = await db.$transaction((tx) => decideAll(tx, principal, session, request));
    faultPoint("after-decision");
    dispatchSoon();
    return resumed;
  } catch (error) {
    if (error instanceof DomainError) {
      await recordAudit({
        tenantId,
        actorId: personId,
        action: "run.resume",
        resource: "session",
        resourceId: session.id,
        outcome: "refused",
        code: error.code,
        details: { entries: request.entries.map((entry) => entry.interruptId), ...error.details },
      });
    }
    throw error;
  }
}

interface Place {
  id: string;
  runId?: string;
}

async function findPlace({ tenantId, personId }: Principal, place: ResumeRequest["place"]): Promise<Place> {
  const own = { tenantId, ownerId: personId };
  if ("runId" in place) {
    const run = await db.run.findFirst({ where: { id: place.runId, ...own }, select: { id: true, sessionId: true } });
    if (!run) throw new DomainError("not_found", "There is no such run.");
    return { id: run.sessionId, runId: run.id };
  }
  const named = "threadId" in place ? { threadId: place.threadId } : { id: place.sessionId };
  const session = await db.session.findFirst({ where: { ...named, ...own, deletedAt: null }, select: { id: true } });
  if (!session) throw new DomainError("not_found", "There is no such conversation.");
  return session;
}

async function decideAll(
  tx: Transaction,
  principal: Principal,
  session: Place,
  request: ResumeRequest,
): Promise<ResumedRun> {
  const { tenantId, personId, role } = principal;
  if (!(await lockSession(tx, tenantId, session.id))) {
    throw new DomainError("resume_stale", "The conversation was deleted, so nothing waits for this answer.");
  }
  const named = await readNamed(tx, tenantId, session, request.entries);
  const runId = session.runId ?? named?.runId ?? (await lastWaitingRun(tx, session.id));
  const known = runId === undefined ? [] : await readInterrupts(tx, tenantId, { runId });
  const entries = [...request.entries, ...answersOfClient(known, request)];
  const correlated = correlateResume(known, entries);
  if (correlated.type === "refuse") {
    const { code, message, interruptId } = correlated.refusal;
    throw new DomainError(code, message, interruptId ? { details: { interruptId } } : {});
  }
  if (runId === undefined) throw new DomainError("resume_unknown", "Nothing waits in this conversation.");
  if (correlated.type === "replay") {
    const resumeRunId = known.find((one) => one.resumeRunId)?.resumeRunId ?? runId;
    return { runId: resumeRunId, sessionId: session.id, isReplay: true };
  }
  for (const { interruptId } of correlated.decisions) {
    const interrupt = known.find((one) => one.id === interruptId);
    if (!interrupt || !mayDecide({ personId, role }, interrupt)) {
      throw new DomainError("resume_not_allowed", "This is for somebody else to decide.", { details: { interruptId } });
    }
  }
  await requireReadableSnapshot(tx, runId);
  const { decided, resumeRunId } = await recordDecisions(tx, {
    tenantId,
    runId,
    decidedById: personId,
    via: request.via,
    decisions: correlated.decisions,
    ...(request.clientRunId ? { clientRunId: request.clientRunId } : {}),
  });
  if (decided < correlated.decisions.length) {
    throw new DomainError("resume_stale", "The run that asked was stopped, so nothing waits for this answer.");
  }
  if (!resumeRunId) {
    throw new DomainError("resume_incomplete", "The run still waits for calls that the client makes itself.");
  }
  return { runId: resumeRunId, sessionId: session.id, isReplay: false };
}

/** The interrupt that the first entry names; one of another conversation is told apart from one that never was. */
async function readNamed(
  tx: Transaction,
  tenantId: string,
  session: Place,
  entries: readonly ResumeEntry[],
): Promise<StoredInterrupt | undefined> {
  for (const { interruptId } of entries) {
    const [interrupt] = await readInterrupts(tx, tenantId, { id: interruptId });
    if (!interrupt) continue;
    if (interrupt.sessionId !== session.id) {
      throw new DomainError("resume_wrong_thread", `${interruptId} was asked in another conversation.`, {
        details: { interruptId },
      });
    }
    return interrupt;
  }
  return undefined;
}

async function lastWaitingRun(tx: Transaction, sessionId: string): Promise<string | undefined> {
  const run = await tx.run.findFirst({
    where: { sessionId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { id: true, status: true },
  });
  return run?.status === "waiting" ? run.id : undefined;
}

function answersOfClient(known: readonly StoredInterrupt[], { toolMessages = [] }: ResumeRequest): ResumeEntry[] {
  return toolMessages.map(({ toolCallId, content, isError }) => {
    const waiting = known.find((one) => one.kind === "frontend_tool" && one.toolCallId === toolCallId);
    if (!waiting) {
      throw new DomainError("tool_result_unknown", `Nothing waits for a result of the call ${toolCallId}.`, {
        details: { toolCallId },
      });
    }
    return { interruptId: waiting.id, status: "resolved", payload: { content, ...(isError ? { isError } : {}) } };
  });
}

async function requireReadableSnapshot(tx: Transaction, runId: string): Promise<void> {
  const run = await tx.run.findUnique({ where: { id: runId }, select: { stateSnapshot: true } });
  const snapshot = readSnapshot(run?.stateSnapshot);
  if (snapshot.ok) return;
  throw new DomainError("snapshot_unreadable", snapshot.issues.map((issue) => issue.message).join(" "));
}
