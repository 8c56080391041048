import { pool } from "@/server/db";
import type { Principal } from "@/server/services/access/principal";

/** Names of the tools that a client gave the runs of one execution: it made them, so it is shown their calls. */
export async function visibleTools({ tenantId }: Principal, runId: string): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ name: string }>({
    name: "client-tools-of-execution",
    text: `select distinct jsonb_path_query(segment.client, '$.tools[*].name') #>> '{}' as name
           from run asked join run segment on segment.root_run_id = asked.root_run_id and segment.tenant_id = asked.tenant_id
           where asked.id = $1 and asked.tenant_id = $2`,
    values: [runId, tenantId],
  });
  return new Set(rows.map((row) => row.name));
}
