import { db, type Transaction } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { JsonObject } from "@/server/domain/json";
import type { Issue } from "@/server/domain/result";
import type { RuntimeRow } from "@/server/domain/runtime-config/merge";
import { examineRuntimeConfig, type RuntimeExamination } from "@/server/domain/runtime-config/resolve-runtime-config";
import { applyChanges, type RowChange } from "@/server/domain/runtime-config/row-changes";
import { newId } from "@/server/ids";
import type { Principal } from "@/server/services/access/principal";
import { describeChange } from "@/server/services/runtime-config/describe-change";
import { listBindings } from "@/server/services/runtime-config/get-runtime-config";
import { listRows, revisionOf } from "@/server/services/runtime-config/list-rows";
import { readTemplates } from "@/server/services/runtime-config/read-templates";

const auditResource = "system_agent";

/**
 * Puts overrides in place of those that were there, all or none, and only when the result can run. Each changed entry leaves an
 * audit row with what it was before and after.
 * @throws DomainError forbidden, version_conflict, invalid_config (details: issues with paths of section, key, field)
 */
export async function saveRuntimeConfig(
  principal: Principal,
  { expectedRevision, changes }: { expectedRevision: string; changes: RowChange[] },
): Promise<{ revision: string; rows: RuntimeRow[] }> {
  if (principal.role !== "admin") {
    await writeAudit(
      db,
      principal,
      changes.map((change) => ({ change, details: {} })),
      "forbidden",
    );
    throw new DomainError("forbidden", "Only an administrator can change the agents.");
  }
  const templates = await readTemplates();
  return db.$transaction(async (tx) => {
    // Saves of one tenant wait for each other, so that two made on the same revision cannot both win.
    await tx.$queryRaw`select 1 from tenant where id = ${principal.tenantId} for update`;
    const before = await listRows(principal.tenantId, tx);
    if (revisionOf(before) !== expectedRevision) {
      throw new DomainError(
        "version_conflict",
        "Somebody else has changed the agents since you opened this page. Load it again and repeat your changes.",
      );
    }
    const after = applyChanges(before, changes, templates);
    const examined = examineRuntimeConfig(templates, after);
    const errors = [...examined.issues, ...(await checkBindings(principal.tenantId, examined, tx))].filter(
      (issue) => issue.severity === "error",
    );
    if (errors.length > 0) {
      throw new DomainError("invalid_config", errors.map((issue) => issue.message).join(" "), {
        details: { issues: errors },
      });
    }
    await writeRows(tx, principal.tenantId, changes, after);
    await writeAudit(
      tx,
      principal,
      changes.map((change) => ({ change, details: describeChange(rowOf(before, change), rowOf(after, change)) })),
    );
    return { revision: revisionOf(after), rows: after };
  });
}

/** A tool that names a stored one must name one that is there. */
async function checkBindings(tenantId: string, { entries }: RuntimeExamination, tx: Transaction): Promise<Issue[]> {
  const named = entries.tools.filter((tool) => tool.values.tool_binding_id !== "");
  if (named.length === 0) return [];
  const known = new Set((await listBindings(tenantId, tx)).map((binding) => binding.id));
  return named
    .filter((tool) => !known.has(tool.values.tool_binding_id))
    .map(({ key }) => ({
      code: "unknown_binding",
      severity: "error" as const,
      message: `${key} names a stored tool that does not exist. Choose one of the list.`,
      path: ["tools", key, "tool_binding_id"],
    }));
}

async function writeRows(tx: Transaction, tenantId: string, changes: RowChange[], after: RuntimeRow[]): Promise<void> {
  for (const { section, key } of changes) {
    const config = rowOf(after, { section, key });
    const place = { tenantId, section, key };
    if (config === undefined) await tx.systemAgent.deleteMany({ where: place });
    else {
      await tx.systemAgent.upsert({
        where: { tenantId_section_key: place },
        create: { id: newId(), ...place, config },
        update: { config, updatedAt: new Date() },
      });
    }
  }
}

function rowOf(
  rows: readonly RuntimeRow[],
  { section, key }: Pick<RowChange, "section" | "key">,
): JsonObject | undefined {
  const row = rows.find((one) => one.section === section && one.key === key);
  return row === undefined ? undefined : (row.config as JsonObject);
}

async function writeAudit(
  client: Transaction | typeof db,
  principal: Principal,
  changes: { change: RowChange; details: JsonObject }[],
  refusal?: "forbidden",
): Promise<void> {
  await client.auditEntry.createMany({
    data: changes.map(({ change, details }) => ({
      id: newId(),
      tenantId: principal.tenantId,
      actorId: principal.personId,
      action: "system_agent.change",
      resource: auditResource,
      resourceId: `${change.section}/${change.key}`,
      outcome: refusal ? "refused" : "done",
      code: refusal ?? null,
      details,
    })),
  });
}
