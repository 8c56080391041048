import { pool } from "@/server/db";
import type { SnapshotMessage, SnapshotToolCall } from "@/server/domain/run/events";

export interface BranchMessage {
  id: string;
  seq: number;
  parentSeq: number | null;
  role: SnapshotMessage["role"];
  content: string;
  runId: string | null;
  toolCalls: SnapshotToolCall[] | null;
  toolCallId: string | null;
  /** Ids of the files that came with it. */
  attachments: string[] | null;
  createdAt: Date;
}

/**
 * The newest messages of the branch that a conversation shows, oldest first: from its head, or the message numbered `fromSeq`,
 * back along each message's parent. Deleted messages are left out and do not count.
 */
export async function readBranch(
  { tenantId, sessionId }: { tenantId: string; sessionId: string },
  { take, fromSeq }: { take: number; fromSeq?: number },
): Promise<BranchMessage[]> {
  const { rows } = await pool.query<BranchMessage>({
    name: "read-branch",
    text: `with recursive branch as (
        select m.*, 1 as place from message m join session s on s.id = m.session_id
        where s.id = $1 and s.tenant_id = $2 and m.seq = coalesce($4::int, s.head_seq)
        union all
        select m.*, b.place + 1 from branch b join message m on m.session_id = b.session_id and m.seq = b.parent_seq
        where b.place < $3
      )
      select id, seq, parent_seq as "parentSeq", role, content, run_id as "runId", tool_calls as "toolCalls",
        tool_call_id as "toolCallId", attachments, created_at as "createdAt"
      from branch where deleted_at is null order by seq`,
    values: [sessionId, tenantId, take, fromSeq ?? null],
  });
  return rows;
}
