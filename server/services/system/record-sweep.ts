import { db } from "@/server/db";

/** Whose tables were cleaned: the product's own, or those of the embedded executor. */
export type SweepScope = "product" | "executor";

/** Remembers what the last cleaning has removed, in place of the one before. */
export async function recordSweep(scope: SweepScope, removed: Record<string, number>, startedAt: Date): Promise<void> {
  const sweep = { removed, startedAt, endedAt: new Date() };
  await db.retentionSweep.upsert({ where: { scope }, create: { scope, ...sweep }, update: sweep });
}
