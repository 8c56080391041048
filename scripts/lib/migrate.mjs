import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { inRoot } from "./paths.mjs";

/** The key that `prisma migrate deploy` takes too, so that the two exclude each other. */
const lockKey = 72707369;

/** The table as Prisma makes it: its own commands can read and continue our record. */
const recordTable = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum VARCHAR(64) NOT NULL,
    finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL,
    logs TEXT,
    rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`;

/** @typedef {{ name: string, sql: string, checksum: string }} Migration */

/**
 * The migrations of a folder in the order of their names.
 * @param {string} folder
 * @returns {Migration[]}
 */
export function readMigrations(folder = inRoot("prisma", "migrations")) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

/**
 * Applies one migration and records it in the same transaction: it is wholly there or not at all.
 * @param {pg.Client} client
 * @param {Migration} migration
 */
async function apply(client, migration) {
  await client.query("BEGIN");
  try {
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query("COMMIT");
  } catch (cause) {
    await client.query("ROLLBACK");
    throw new Error(`Migration ${migration.name} failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

/**
 * The migrations that the database does not have yet. Refuses when one was changed after it was applied or ended half-way.
 * @param {pg.Client} client
 * @param {Migration[]} migrations
 */
async function pendingOf(client, migrations) {
  const { rows } = await client.query(
    "SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL",
  );
  const applied = new Map(rows.map((row) => [row.migration_name, row]));
  for (const row of rows) {
    if (row.finished_at === null)
      throw new Error(`Migration ${row.migration_name} was started by another tool and did not finish.`);
  }
  return migrations.filter((migration) => {
    const record = applied.get(migration.name);
    if (record !== undefined && record.checksum !== migration.checksum) {
      throw new Error(`Migration ${migration.name} was changed after this database had applied it.`);
    }
    return record === undefined;
  });
}

/**
 * Brings a database to the newest schema. Safe to call from several processes at once: one works, the others wait.
 * Records of migrations that this checkout does not know (a newer version ran here) are left as they are.
 * @param {string} url
 * @param {Migration[]} [migrations]
 * @returns {Promise<string[]>} the names of those applied now
 */
export async function migrate(url, migrations = readMigrations()) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [lockKey]);
    await client.query(recordTable);
    const pending = await pendingOf(client, migrations);
    for (const migration of pending) await apply(client, migration);
    return pending.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

/**
 * Creates a database unless it is there.
 * @param {string} adminUrl of a database of the same server
 * @param {string} name
 */
export async function ensureDatabase(adminUrl, name) {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
