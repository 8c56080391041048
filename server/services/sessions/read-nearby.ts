import { pool } from "@/server/db";
import type { TreeMessage } from "@/server/domain/conversation/branches";
import type { BranchMessage } from "@/server/services/sessions/read-branch";

/**
 * Every message, up to the one numbered `lastSeq`, that shares its parent with one of the branch or follows one of it: where a
 * conversation forks.
 */
export async function readNearby(
  { tenantId, sessionId, lastSeq }: { tenantId: string; sessionId: string; lastSeq: number },
  branch: readonly BranchMessage[],
): Promise<TreeMessage[]> {
  const { rows } = await pool.query<TreeMessage>({
    name: "read-nearby-messages",
    text: `select seq, parent_seq as "parentSeq", role, run_id as "runId" from message
           where session_id = $1 and tenant_id = $2 and deleted_at is null and seq <= $4
             and (parent_seq = any($3::int[]) or parent_seq is null)
           order by seq`,
    values: [sessionId, tenantId, parentsOf(branch), lastSeq],
  });
  return rows;
}

function parentsOf(branch: readonly BranchMessage[]): number[] {
  return [...new Set(branch.flatMap(({ seq, parentSeq }) => (parentSeq === null ? [seq] : [parentSeq, seq])))];
}
