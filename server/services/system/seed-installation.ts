import { db, pool } from "@/server/db";
import { logger } from "@/server/logger";
import { localPersonId, localPrincipal, localTenantId, type Principal } from "@/server/services/access/principal";
import { templates } from "@/server/services/templates/templates";
import { createWorkflow } from "@/server/services/workflows/create-workflow";
import { publishWorkflow } from "@/server/services/workflows/publish-workflow";

const seedLock = 7_104_331;

/**
 * Prepares an empty database: the tenant, the person who works here before there are accounts, and each template as a
 * published workflow, so that the first page opens on something that runs. Only the first process to come does it.
 */
export async function seedInstallation(): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [seedLock]);
    await client.query("insert into tenant (id, name) values ($1, 'Public') on conflict (id) do nothing", [
      localTenantId,
    ]);
    await client.query(
      "insert into person (id, tenant_id, name, role) values ($1, $2, 'You', 'admin') on conflict (id) do nothing",
      [localPersonId, localTenantId],
    );
    const { rows } = await client.query<{ seeded_at: Date | null }>("select seeded_at from tenant where id = $1", [
      localTenantId,
    ]);
    if (rows[0]?.seeded_at) return;
    await seedTemplates(localPrincipal);
    await client.query("update tenant set seeded_at = now() where id = $1", [localTenantId]);
    logger.info({ templates: templates.length }, "the samples were written");
  } finally {
    await client
      .query("select pg_advisory_unlock($1)", [seedLock])
      .catch((error: unknown) => logger.warn({ err: error }, "seed lock not released"));
    client.release();
  }
}

async function seedTemplates(principal: Principal): Promise<void> {
  for (const template of templates.toReversed()) {
    const known = await db.workflow.findFirst({
      where: { tenantId: principal.tenantId, templateKey: template.key },
      include: { app: true },
    });
    if (known?.app) continue;
    const { id } = known ?? (await createWorkflow(principal, { templateKey: template.key }));
    await publishWorkflow(principal, { id, expectedVersion: 1, note: "As delivered" });
  }
}
