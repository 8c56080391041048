import { pool } from "@/server/db";
import { databaseRefusal } from "@/server/domain/database-refusal";
import { Finding } from "./finding";

const oldestVersion = 14;
/** Connections that one process opens at most: requests and writes, the executor, its session, notifications. */
const connectionsOfProcess = 32;

interface Row {
  version: string;
  major: number;
  most: number;
  used: number;
  size: string;
}

/** Whether PostgreSQL answers, is new enough, and has connections left. */
export async function checkDatabase(): Promise<string> {
  const { version, major, most, used, size } = await ask();
  if (major < oldestVersion)
    throw new Finding(`PostgreSQL is version ${version}.`, `Use version ${oldestVersion} or newer.`);
  if (most - used < connectionsOfProcess)
    throw new Finding(
      `${used} of ${most} connections are taken, and one process may need ${connectionsOfProcess} more.`,
      "Raise max_connections, or end what else uses this database server.",
    );
  return `PostgreSQL ${version} answers; ${size} of data, ${used} of ${most} connections in use.`;
}

async function ask(): Promise<Row> {
  try {
    const { rows } = await pool.query<Row>(
      `select current_setting('server_version') as version, current_setting('server_version_num')::int / 10000 as major,
         current_setting('max_connections')::int as most,
         (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used,
         pg_size_pretty(pg_database_size(current_database())) as size`,
    );
    if (rows[0]) return rows[0];
    throw new Error("PostgreSQL answered without a row.");
  } catch (error) {
    const reason = databaseRefusal(error)?.message ?? (error as Error).message;
    throw new Finding(reason, "Start Signalbox again with npm start, or correct DATABASE_URL.");
  }
}
