import { db } from "@/server/db";
import type { InterruptKind } from "@/server/domain/interrupts/interrupt";
import type { Json } from "@/server/domain/json";
import type { Principal } from "@/server/services/access/principal";
import { findSession } from "@/server/services/sessions/get-session";
import { describeSessions, type SessionListItem } from "@/server/services/sessions/list-sessions";
import { type BranchMessage, readBranch } from "@/server/services/sessions/read-branch";

/** A question that the conversation waits for an answer to. */
export interface OpenInterrupt {
  id: string;
  kind: InterruptKind;
  reason: string;
  message: string;
  runId: string;
  toolCallId: string | null;
  toolName: string | null;
  proposal: Json;
  responseSchema: Json;
  expiresAt: Date | null;
  createdAt: Date;
}

export interface SessionHistory {
  session: SessionListItem;
  threadId: string;
  /** The last message of the branch that is shown. */
  headSeq: number;
  /** A stream that begins after this number tells everything that is not in here. */
  lastEventSeq: number;
  state: Json;
  messages: BranchMessage[];
  interrupts: OpenInterrupt[];
}

const largestHistory = 2000;

/**
 * A conversation as it stands: what a client shows before it follows the stream. The place in the stream is read first, so an
 * event may tell again what is in the history, and none is missed. @throws DomainError not_found
 */
export async function getHistory(principal: Principal, sessionId: string): Promise<SessionHistory> {
  const { tenantId } = principal;
  const row = await findSession(principal, sessionId);
  const [described, messages, interrupts] = await Promise.all([
    describeSessions(principal, [row]),
    readBranch({ tenantId, sessionId }, { take: largestHistory }),
    db.interrupt.findMany({
      where: { tenantId, sessionId, status: "PENDING_APPROVAL" },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    }),
  ]);
  const [session] = described;
  if (!session) throw new Error(`Session ${sessionId} could not be described.`);
  return {
    session,
    threadId: row.threadId,
    headSeq: row.headSeq,
    lastEventSeq: Number(row.eventSeq),
    state: (row.stateSnapshot ?? {}) as Json,
    messages,
    interrupts: interrupts.map((open) => ({
      id: open.id,
      kind: open.kind as InterruptKind,
      reason: open.reason,
      message: open.message,
      runId: open.runId,
      toolCallId: open.toolCallId,
      toolName: open.toolName,
      proposal: open.proposal as Json,
      responseSchema: open.responseSchema as Json,
      expiresAt: open.expiresAt,
      createdAt: open.createdAt,
    })),
  };
}

/**
 * Messages of the branch that is shown, oldest first; without `fromSeq` the newest page. `olderSeq` begins the page before.
 * @throws DomainError not_found
 */
export async function pageMessages(
  principal: Principal,
  sessionId: string,
  { fromSeq, limit }: { fromSeq?: number; limit: number },
): Promise<{ items: BranchMessage[]; olderSeq: number | null }> {
  await findSession(principal, sessionId);
  const items = await readBranch({ tenantId: principal.tenantId, sessionId }, { take: limit, fromSeq });
  return { items, olderSeq: items[0]?.parentSeq ?? null };
}
