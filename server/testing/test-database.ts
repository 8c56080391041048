import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

export interface TestDatabase {
  url: string;
  /** Ends every connection to the database and removes it. */
  drop: () => Promise<void>;
}

/** Copying a template needs it free of connections, and two copies at once disturb each other. */
const copyLock = 715_001;

async function withAdmin<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: inject("databaseUrl") });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** An empty database with all migrations, for one test file alone. Takes about 50 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `signalbox_test_${randomBytes(8).toString("hex")}`;
  await withAdmin(async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [copyLock]);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${pg.escapeIdentifier(inject("templateDatabase"))}`);
  });
  return {
    url: Object.assign(new URL(inject("databaseUrl")), { pathname: `/${name}` }).toString(),
    drop: () =>
      withAdmin(async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }),
  };
}
