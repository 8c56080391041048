import { pool } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import { checkDocument } from "@/server/domain/workflow/check-document";
import type { Workflow } from "@/server/domain/workflow/schema";
import { globalSingleton } from "@/server/global-singleton";

const known = globalSingleton("workflow-versions", () => new Map<string, Workflow>());
const mostKnown = 100;

/**
 * The document of a frozen version. It never changes, so each is read and checked once a process; it is shared and must not be
 * changed. @throws DomainError not_found, invalid_workflow
 */
export async function readVersion(tenantId: string, versionId: string): Promise<Workflow> {
  const key = `${tenantId}:${versionId}`;
  const found = known.get(key);
  if (found) return found;
  const { rows } = await pool.query<{ dsl: unknown }>({
    name: "read-version",
    text: "select dsl from workflow_version where id = $1 and (tenant_id = $2) is true",
    values: [versionId, tenantId],
  });
  if (!rows[0]) throw new DomainError("not_found", `The version ${versionId} does not exist any more.`);
  const checked = checkDocument(rows[0].dsl);
  if (!checked.ok)
    throw new DomainError("invalid_workflow", `The version ${versionId} can not be read.`, {
      details: { issues: checked.issues },
    });
  known.set(key, checked.value);
  const oldest = known.keys().next().value;
  if (known.size > mostKnown && oldest) known.delete(oldest);
  return checked.value;
}
