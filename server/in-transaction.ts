import type { PoolClient } from "pg";
import { pool } from "@/server/db";
import { logger } from "@/server/logger";

/** Does hand-written SQL in one transaction, which is rolled back when it throws. */
export async function inTransaction<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((failure: unknown) => logger.debug({ err: failure }, "rollback failed"));
    throw error;
  } finally {
    client.release();
  }
}
