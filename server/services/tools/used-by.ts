import { pool } from "@/server/db";
import type { Principal } from "@/server/services/access/principal";

/**
 * The person's workflows whose draft or live version names each binding, by binding id. Nodes and agents' tool lists alike
 * name one under `tool_binding_id`.
 */
export async function findUses(
  principal: Principal,
  bindingIds: string[],
): Promise<Map<string, { id: string; name: string }[]>> {
  const { rows } = await pool.query<{ binding_id: string; id: string; name: string }>(
    `select distinct named.binding_id, w.id, w.name
     from workflow w
     left join app a on a.workflow_id = w.id and a.archived_at is null
     left join workflow_version v on v.id = a.live_version_id
     cross join lateral (
       select value #>> '{}' as binding_id
       from unnest(array[w.draft, v.dsl]) as document,
         jsonb_path_query(document, '$.nodes[*].config.**.tool_binding_id') as value
     ) named
     where w.tenant_id = $1 and w.owner_id = $2 and w.archived_at is null and named.binding_id = any($3)
     order by w.name, w.id`,
    [principal.tenantId, principal.personId, bindingIds],
  );
  const uses = new Map<string, { id: string; name: string }[]>();
  for (const { binding_id, id, name } of rows) uses.set(binding_id, [...(uses.get(binding_id) ?? []), { id, name }]);
  return uses;
}
