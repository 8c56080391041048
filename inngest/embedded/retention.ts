import type { EngineContext } from "./context";

const batchSize = 500;

/** Deletes runs that ended, events received and rate limits last used more than so many days ago, in batches that hold no lock for long. */
export async function purgeOld(context: EngineContext, days: number): Promise<void> {
  const { database, sql } = context;
  for (const statement of [sql.purgeRuns, sql.purgeEvents, sql.purgeTurns]) {
    for (;;) {
      const deleted = await database.query(statement, [days, batchSize]);
      if (deleted.length < batchSize) break;
    }
  }
}
