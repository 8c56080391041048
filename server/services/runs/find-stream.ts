import { db, pool } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import { isTerminal, type RunStatus } from "@/server/domain/run/status";
import type { Principal } from "@/server/services/access/principal";
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
  if (runId !== undefined) return findStreamOfRun(principal, runId);
  if (sessionId === undefined) throw new DomainError("bad_request", "Name a run or a session.");
  // Whether it is over is asked before where the log ends, so that an end in between is not taken for one already seen.
  const isOver = (await findActiveRun(sessionId)) === undefined;
  const session = await findSession(principal, sessionId);
  return { sessionId, threadId: session.threadId, firstSeq: 1, lastSeq: Number(session.eventSeq), isOver };
}

interface StoredPlace {
  status: string;
  /** Absent when the conversation was deleted; then so are the next two. */
  session_id: string | null;
  thread_id: string;
  event_seq: string;
  first: string | null;
  last: string | null;
}

async function findStreamOfRun({ tenantId, personId }: Principal, runId: string): Promise<StreamPlace> {
  // A run may be in the conversation of a visitor, which is not its owner's.
  const { rows } = await pool.query<StoredPlace>({
    name: "find-stream",
    text: `select r.status, s.id as session_id, s.thread_id, s.event_seq,
        (select e.seq from event e where e.run_id = r.id order by e.seq limit 1) as first,
        (select e.seq from event e where e.run_id = r.id order by e.seq desc limit 1) as last
      from run r left join session s on s.id = r.session_id and s.deleted_at is null
      where r.id = $1 and (r.tenant_id = $2 and r.owner_id = $3) is true`,
    values: [runId, tenantId, personId],
  });
  const found = rows[0];
  if (!found) throw new DomainError("not_found", "There is no such run.");
  if (found.session_id === null) throw new DomainError("not_found", "There is no such session.");
  return {
    sessionId: found.session_id,
    threadId: found.thread_id,
    firstSeq: Number(found.first ?? BigInt(found.event_seq) + 1n),
    lastSeq: Number(found.last ?? 0),
    isOver: isTerminal(toRunStatus(found.status)),
  };
}

/** Whether nothing answers a session and its log ends at `seq`. */
export async function isQuietSince(sessionId: string, seq: number): Promise<boolean> {
  const isAnswered = (await findActiveRun(sessionId)) !== undefined;
  const session = await db.session.findUnique({ where: { id: sessionId }, select: { eventSeq: true } });
  return !isAnswered && Number(session?.eventSeq ?? 0) <= seq;
}

/** The status of the session's active run. */
export async function findActiveRun(sessionId: string): Promise<RunStatus | undefined> {
  const run = await db.run.findFirst({
    where: { sessionId, status: { in: ["queued", "running"] } },
    select: { status: true },
  });
  return run ? toRunStatus(run.status) : undefined;
}
