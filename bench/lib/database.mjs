import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { ensureDatabase } from "../../scripts/lib/migrate.mjs";
import { startPostgres } from "../../scripts/lib/postgres.mjs";

/**
 * A temporary PostgreSQL with the settings that the product gives its own: every commit is flushed to the disk.
 * @param {{ hasStatistics: boolean }} options whether statements are counted, which costs a little time
 */
export async function startDatabase({ hasStatistics }) {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-bench-"));
  /** @type {Record<string, string>} */
  const settings = hasStatistics ? { shared_preload_libraries: "pg_stat_statements" } : {};
  const postgres = await startPostgres({ folder, settings, isTemporary: true });
  return {
    /** @param {string} name of a database, made when missing */
    open: async (name) => {
      await ensureDatabase(postgres.url("postgres"), name);
      return postgres.url(name);
    },
    stop: postgres.stop,
  };
}

/**
 * The statements that took the most time since the last reset.
 * @param {string} url
 */
export async function readStatements(url) {
  return withClient(url, async (client) => {
    const { rows } = await client.query(
      `select calls::int, total_exec_time as "totalMs", mean_exec_time as "meanMs", rows::int,
         regexp_replace(left(query, 160), '\\s+', ' ', 'g') as query
       from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database())
       order by total_exec_time desc limit 25`,
    );
    return rows;
  });
}

/** @param {string} url */
export async function resetStatements(url) {
  await withClient(url, async (client) => {
    await client.query("create extension if not exists pg_stat_statements");
    await client.query("select pg_stat_statements_reset()");
  });
}

/**
 * @template T
 * @param {string} url
 * @param {(client: pg.Client) => Promise<T>} work
 */
async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
