import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { ensureDatabase, migrate } from "@/scripts/lib/migrate.mjs";
import { startPostgres } from "@/scripts/lib/postgres.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** A database of the test server for connecting to it; its own content is nobody's. */
    databaseUrl: string;
    /** The name of a database with all migrations, to be copied. */
    templateDatabase: string;
  }
}

/** A PostgreSQL for this test process alone. Durability is off: it outlives nothing. */
async function startServer() {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-test-"));
  const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "300" };
  const postgres = await startPostgres({ folder, settings, isTemporary: true });
  return { adminUrl: postgres.url("postgres"), stop: postgres.stop };
}

/** Drops what this process made on a server that is not its own. */
async function dropDatabases(adminUrl: string, names: string[]) {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  for (const name of names) await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
  await client.end();
}

/**
 * Gives a vitest project its database server: `TEST_DATABASE_URL`, or else an embedded one that ends with the tests.
 * Names are random, so several test processes can share one server.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? { adminUrl: given, stop: async () => {} } : await startServer();
  const suffix = randomBytes(6).toString("hex");
  const names = { template: `signalbox_template_${suffix}`, scratch: `signalbox_scratch_${suffix}` };
  const urlOf = (name: string) => Object.assign(new URL(server.adminUrl), { pathname: `/${name}` }).toString();
  for (const name of Object.values(names)) await ensureDatabase(server.adminUrl, name);
  await migrate(urlOf(names.template));
  project.provide("databaseUrl", urlOf(names.scratch));
  project.provide("templateDatabase", names.template);
  return async () => {
    if (given) await dropDatabases(given, Object.values(names));
    await server.stop();
  };
}
