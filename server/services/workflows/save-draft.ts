import { pool } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import { checkDocument } from "@/server/domain/workflow/check-document";
import { storableJson } from "@/server/progress/batch";
import type { Principal } from "@/server/services/access/principal";

export interface SavedDraft {
  draftVersion: number;
  savedAt: Date;
}

/**
 * Saves a draft over the version its author saw. A draft may have problems; only a document that is not shaped like a
 * workflow is refused.
 * @throws DomainError invalid_workflow, not_found, version_conflict (details: currentVersion)
 */
export async function saveDraft(
  principal: Principal,
  { id, expectedVersion, draft }: { id: string; expectedVersion: number; draft: unknown },
): Promise<SavedDraft> {
  const checked = checkDocument(draft);
  if (!checked.ok)
    throw new DomainError("invalid_workflow", "This is not a workflow document.", {
      details: { issues: checked.issues },
    });
  const { rows } = await pool.query<{ draft_version: number; updated_at: Date }>(
    `update workflow set draft = $5::jsonb, draft_version = draft_version + 1, updated_at = clock_timestamp()
     where id = $1 and tenant_id = $2 and owner_id = $3 and draft_version = $4
     returning draft_version, updated_at`,
    [id, principal.tenantId, principal.personId, expectedVersion, storableJson(checked.value)],
  );
  const saved = rows[0];
  if (saved) return { draftVersion: saved.draft_version, savedAt: saved.updated_at };
  const current = await pool.query<{ draft_version: number }>(
    "select draft_version from workflow where id = $1 and tenant_id = $2 and owner_id = $3",
    [id, principal.tenantId, principal.personId],
  );
  const version = current.rows[0]?.draft_version;
  if (version === undefined) throw new DomainError("not_found", "There is no such workflow.");
  throw new DomainError("version_conflict", "This draft was changed elsewhere after you opened it.", {
    details: { currentVersion: version },
  });
}
