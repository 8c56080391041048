import { db, type Transaction } from "@/server/db";
import type { Json } from "@/server/domain/json";
import type { RuntimeRow } from "@/server/domain/runtime-config/merge";
import { hashOfDocument } from "@/server/services/workflows/hash-of-document";

/** A tenant's overrides. They belong to the tenant, not to a person. */
export async function listRows(tenantId: string, client: Transaction | typeof db = db): Promise<RuntimeRow[]> {
  const rows = await client.systemAgent.findMany({
    where: { tenantId },
    orderBy: [{ section: "asc" }, { key: "asc" }],
    select: { section: true, key: true, config: true },
  });
  return rows.map(({ section, key, config }) => ({ section, key, config: config as Json }));
}

/** Changes whenever any row does, whatever their order; a save names the one it was made on. */
export function revisionOf(rows: readonly RuntimeRow[]): string {
  const byPlace = rows.map(({ section, key, config }): [string, Json] => [`${section}/${key}`, config]);
  return hashOfDocument(Object.fromEntries(byPlace)).slice(0, 16);
}
