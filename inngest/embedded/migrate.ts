import { createHash } from "node:crypto";
import type { Database, Statement } from "./database";
import { initial } from "./migrations/0001-initial";
import { flowControl } from "./migrations/0002-flow-control";
import { endRuns } from "./migrations/0003-end-runs";
import { endRunsByKey } from "./migrations/0004-end-runs-by-key";

interface Migration {
  name: string;
  sql: (schema: string) => string;
}

const migrations: Migration[] = [
  { name: "0001-initial", sql: initial },
  { name: "0002-flow-control", sql: flowControl },
  { name: "0003-end-runs", sql: endRuns },
  { name: "0004-end-runs-by-key", sql: endRunsByKey },
];

/**
 * Brings the engine's own schema up to date. Processes that start together take turns; a migration that was applied and
 * then edited is refused, because the database would silently differ from the code.
 * @param schema the schema's name, already quoted as an identifier
 */
export async function migrate(database: Database, schema: string): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.query(plain("select pg_advisory_xact_lock(hashtext('signalbox-engine-migrations'))"));
    await tx.query(plain(`create schema if not exists ${schema}`));
    await tx.query(
      plain(`create table if not exists ${schema}.migration (
        name text primary key, checksum text not null, applied_at timestamptz not null default clock_timestamp()
      )`),
    );
    const applied = await tx.query<{ name: string; checksum: string }>(
      plain(`select name, checksum from ${schema}.migration`),
    );
    const checksums = new Map(applied.map((row) => [row.name, row.checksum]));
    for (const { name, sql } of migrations) {
      const text = sql(schema);
      const checksum = createHash("sha256").update(text).digest("hex");
      const known = checksums.get(name);
      if (known === checksum) continue;
      if (known !== undefined) throw new Error(`The engine's migration ${name} was changed after it had been applied`);
      await tx.query(plain(text));
      await tx.query(
        { name: "migration_done", text: `insert into ${schema}.migration (name, checksum) values ($1, $2)` },
        [name, checksum],
      );
    }
  }, 30_000);
}

function plain(text: string): Statement {
  return { name: "", text };
}
