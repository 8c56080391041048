import type { EngineContext } from "./context";

const batchSize = 500;

/**
 * Deletes runs that ended, events received and rate limits last used more than so many days ago, in batches that hold no lock
 * for long.
 * @returns how many rows went, by table; the steps of a run go with it
 */
export async function purgeOld(context: EngineContext, days: number): Promise<Record<string, number>> {
  const { database, sql } = context;
  const removed: Record<string, number> = {};
  for (const [table, statement] of [
    ["run", sql.purgeRuns],
    ["event", sql.purgeEvents],
    ["turn", sql.purgeTurns],
  ] as const) {
    removed[table] = 0;
    for (;;) {
      const deleted = await database.query(statement, [days, batchSize]);
      removed[table] += deleted.length;
      if (deleted.length < batchSize) break;
    }
  }
  return removed;
}
