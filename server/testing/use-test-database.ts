import { afterAll } from "vitest";
import { createTestDatabase } from "./test-database";

// Runs before a test file's own imports, because the database module reads its address when it is first loaded.
const database = await createTestDatabase();
process.env.DATABASE_URL = database.url;
process.env.LOG_LEVEL ??= "silent";
// The servers that tests start listen on loopback, which tools may otherwise not reach.
process.env.EGRESS_ALLOW ??= "127.0.0.1";

afterAll(async () => {
  const { pool, writerPool } = await import("@/server/db");
  await Promise.all([pool.end(), writerPool.end()]);
  await database.drop();
});
