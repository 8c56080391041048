import type { PoolClient } from "pg";
import { lessonOf, reflectionSource } from "@/server/domain/conversation/reflection";
import { largestExperience } from "@/server/domain/experience";
import { truncate } from "@/server/domain/text";
import { newId } from "@/server/ids";

interface ReflectionRow {
  session_id: string;
  owner_id: string;
  app_id: string | null;
  status: string;
  result: unknown;
  parent_seq: number | null;
}

/**
 * Puts a conversation back as it was before a reflection on it, whatever that came to, and keeps what was learned with the
 * app. Other runs are left alone, and repeating it changes nothing, so it is called in a transaction at the end of every run.
 */
export async function endReflection(
  client: Pick<PoolClient, "query">,
  { tenantId, runId }: { tenantId: string; runId: string },
): Promise<void> {
  const found = await client.query<ReflectionRow>(
    `select r.session_id, r.owner_id, r.app_id, r.status, r.result, m.parent_seq
     from run r join message m on m.id = r.user_message_id and m.session_id = r.session_id and m.deleted_at is null
     where r.id = $1 and r.tenant_id = $2 and r.source = $3`,
    [runId, tenantId, reflectionSource],
  );
  const reflection = found.rows[0];
  if (!reflection) return;
  await client.query("select id from session where id = $1 and tenant_id = $2 for update", [
    reflection.session_id,
    tenantId,
  ]);
  const left = await client.query(
    `update message set deleted_at = clock_timestamp()
     where run_id = $1 and tenant_id = $2 and session_id = $3 and deleted_at is null`,
    [runId, tenantId, reflection.session_id],
  );
  // Another execution of the same end was first.
  if (left.rowCount === 0) return;
  await client.query(
    "update session set head_seq = $3, message_count = message_count - $4 where id = $1 and tenant_id = $2",
    [reflection.session_id, tenantId, reflection.parent_seq ?? 0, left.rowCount],
  );
  const { status, result, app_id: appId } = reflection;
  const lesson = status === "completed" && typeof result === "string" ? lessonOf(result) : undefined;
  if (lesson === undefined || appId === null) return;
  await client.query(
    "insert into experience (id, tenant_id, owner_id, app_id, run_id, text) values ($1, $2, $3, $4, $5, $6)",
    [newId(), tenantId, reflection.owner_id, appId, runId, truncate(lesson, largestExperience)],
  );
}
