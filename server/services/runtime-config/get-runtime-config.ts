import { db, type Transaction } from "@/server/db";
import type { RuntimeRow, RuntimeTemplates } from "@/server/domain/runtime-config/merge";
import type { Principal } from "@/server/services/access/principal";
import { listRows, revisionOf } from "@/server/services/runtime-config/list-rows";
import { readTemplates } from "@/server/services/runtime-config/read-templates";

export interface RuntimeConfigView {
  templates: RuntimeTemplates;
  rows: RuntimeRow[];
  /** Give it back with a save; a save on an older one is refused. */
  revision: string;
  canEdit: boolean;
  /** Stored tools that an entry of `tools` can name. */
  bindings: { id: string; name: string }[];
}

/**
 * What the configuration is made of. Effective values are not in it: whoever shows it examines templates and rows as the runs do.
 * @throws DomainError invalid_config when the template files cannot be used
 */
export async function getRuntimeConfig(principal: Principal): Promise<RuntimeConfigView> {
  const [templates, rows, bindings] = await Promise.all([
    readTemplates(),
    listRows(principal.tenantId),
    listBindings(principal.tenantId),
  ]);
  return { templates, rows, revision: revisionOf(rows), canEdit: principal.role === "admin", bindings };
}

/** The tenant's stored tools that are in use, by name. */
export function listBindings(
  tenantId: string,
  client: Transaction | typeof db = db,
): Promise<{ id: string; name: string }[]> {
  return client.toolBinding.findMany({
    where: { tenantId, archivedAt: null },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: { id: true, name: true },
  });
}
