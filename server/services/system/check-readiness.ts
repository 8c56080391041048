import { isEngineRunning } from "@/inngest/client";
import { db, pool } from "@/server/db";
import { logger } from "@/server/logger";
import { localTenantId } from "@/server/services/access/principal";

export interface Readiness {
  isReady: boolean;
  checks: { database: boolean; seed: boolean; engine: boolean };
}

/** Asks the parts that every request needs. Never throws. */
export async function checkReadiness(): Promise<Readiness> {
  const checks = { database: false, seed: false, engine: isEngineRunning() };
  try {
    await pool.query("select 1");
    checks.database = true;
    checks.seed = (await db.person.count({ where: { tenantId: localTenantId } })) > 0;
  } catch (error) {
    logger.debug({ err: error }, "not ready");
  }
  return { isReady: checks.database && checks.seed && checks.engine, checks };
}
