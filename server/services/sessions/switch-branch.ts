import { db, type Transaction } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { Principal } from "@/server/services/access/principal";
import { lockIdleSession } from "@/server/services/runs/lock-idle-session";
import { ownSessions } from "@/server/services/sessions/get-session";

interface BranchChoice {
  sessionId: string;
  /** Number of the message to go by. */
  seq: number;
  /** The branch ends with that message; else it goes on with whatever was said last after it. */
  isEnd: boolean;
}

/**
 * Shows another branch of a conversation, as it was when it was left.
 * @throws DomainError not_found, run_active, interrupts_open
 */
export async function switchBranch(principal: Principal, { sessionId, seq, isEnd }: BranchChoice): Promise<void> {
  await db.$transaction(async (tx) => {
    const known = await tx.session.findFirst({ where: ownSessions(principal, sessionId), select: { id: true } });
    if (!known) throw new DomainError("not_found", "There is no such session.");
    await lockIdleSession(tx, sessionId);
    const headSeq = await lastUnder(tx, principal.tenantId, sessionId, seq);
    if (headSeq === null) throw new DomainError("not_found", "There is no such place in this conversation.");
    await tx.session.update({ where: { id: sessionId }, data: { headSeq: isEnd ? seq : headSeq } });
  });
}

/** The newest message at or after one, on any branch that goes through it; null when there is no such message. */
async function lastUnder(tx: Transaction, tenantId: string, sessionId: string, seq: number): Promise<number | null> {
  const [row] = await tx.$queryRaw<{ last: number | null }[]>`
    with recursive below as (
      select seq from message
      where session_id = ${sessionId} and tenant_id = ${tenantId} and seq = ${seq} and deleted_at is null
      union all
      select m.seq from below b join message m on m.session_id = ${sessionId} and m.parent_seq = b.seq
      where m.deleted_at is null
    )
    select max(seq) as last from below`;
  return row?.last ?? null;
}
