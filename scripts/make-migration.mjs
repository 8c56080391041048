// npm run migration -- <name>    writes the next migration from the difference between the migrations and prisma/schema.prisma
// npm run migration -- --check   ends with 1 when there is a difference
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureDatabase, migrate } from "./lib/migrate.mjs";
import { inRoot } from "./lib/paths.mjs";
import { startPostgres } from "./lib/postgres.mjs";
import { diffAgainstSchema } from "./lib/schema-diff.mjs";

/** The difference, measured on a database of its own that has all migrations. */
async function pendingSql() {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-migration-"));
  const postgres = await startPostgres({ folder, isTemporary: true, settings: { fsync: "off" } });
  try {
    await ensureDatabase(postgres.url("postgres"), "shadow");
    await migrate(postgres.url("shadow"));
    return await diffAgainstSchema(postgres.url("shadow"));
  } finally {
    await postgres.stop();
  }
}

/**
 * @param {string} name
 * @param {string} sql
 */
function writeMigration(name, sql) {
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = inRoot("prisma", "migrations", `${stamp}_${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "migration.sql"), sql);
  const lock = inRoot("prisma", "migrations", "migration_lock.toml");
  if (!existsSync(lock)) writeFileSync(lock, 'provider = "postgresql"\n');
  return join(folder, "migration.sql");
}

const [argument = ""] = process.argv.slice(2);
const isCheck = argument === "--check";
if (!isCheck && !/^[a-z][a-z0-9_]*$/.test(argument)) {
  console.error("Name the migration in lower case with underscores: npm run migration -- add_tool_owner");
  process.exit(2);
}
const sql = await pendingSql();
if (sql === "") console.log("The migrations and prisma/schema.prisma agree.");
else if (isCheck) {
  console.error(`The migrations lack this; run \`npm run migration -- <name>\`:\n${sql}`);
  process.exitCode = 1;
} else console.log(`Written: ${writeMigration(argument, sql)}\nRead it before you commit it.`);
