import { db } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import { isTerminal, type RunStatus } from "@/server/domain/run/status";
import type { Principal } from "@/server/services/access/principal";
import { findRun } from "@/server/services/runs/get-run";
import { toRunStatus } from "@/server/services/runs/list-runs";
import { findSession } from "@/server/services/sessions/get-session";

/** Where a client's stream lies in the log of its session. */
export interface StreamPlace {
  sessionId: string;
  threadId: string;
  /** First number that belongs to the stream. */
  firstSeq: number;
  /** Last number that the log has now. */
  lastSeq: number;
  /** Nothing more will come. */
  isOver: boolean;
}

/** @throws DomainError not_found, also for somebody else's run or session. */
export async function findStream(
  principal: Principal,
  { runId, sessionId }: { runId?: string; sessionId?: string },
): Promise<StreamPlace> {
  const run = runId === undefined ? undefined : await findRun(principal, runId);
  const id = run?.sessionId ?? sessionId;
  if (id === undefined) throw new DomainError("bad_request", "Name a run or a session.");
  // Whether it is over is asked before where the log ends, so that an end in between is not taken for one already seen.
  const isOver = run ? isTerminal(toRunStatus(run.status)) : (await findActiveRun(id)) === undefined;
  // A run may be in the conversation of a visitor, which is not its owner's.
  const session = run ? await findSessionOfRun(run) : await findSession(principal, id);
  const [first, last] = await Promise.all([
    run ? db.event.findFirst({ where: { runId: run.id }, orderBy: { seq: "asc" }, select: { seq: true } }) : null,
    run ? db.event.findFirst({ where: { runId: run.id }, orderBy: { seq: "desc" }, select: { seq: true } }) : null,
  ]);
  return {
    sessionId: session.id,
    threadId: session.threadId,
    firstSeq: run ? Number(first?.seq ?? session.eventSeq + 1n) : 1,
    lastSeq: run ? Number(last?.seq ?? 0) : Number(session.eventSeq),
    isOver,
  };
}

/** Whether nothing answers a session and its log ends at `seq`. */
export async function isQuietSince(sessionId: string, seq: number): Promise<boolean> {
  const isAnswered = (await findActiveRun(sessionId)) !== undefined;
  const session = await db.session.findUnique({ where: { id: sessionId }, select: { eventSeq: true } });
  return !isAnswered && Number(session?.eventSeq ?? 0) <= seq;
}

async function findSessionOfRun({ tenantId, sessionId }: { tenantId: string; sessionId: string }) {
  const session = await db.session.findFirst({ where: { id: sessionId, tenantId, deletedAt: null } });
  if (!session) throw new DomainError("not_found", "There is no such session.");
  return session;
}

/** The status of the session's active run, or of `runId` whatever it is. */
export async function findActiveRun(sessionId: string, runId?: string): Promise<RunStatus | undefined> {
  const run = await db.run.findFirst({
    where: { sessionId, ...(runId ? { id: runId } : { status: { in: ["queued", "running"] } }) },
    select: { status: true },
  });
  return run ? toRunStatus(run.status) : undefined;
}
