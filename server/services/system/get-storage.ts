import { db, pool } from "@/server/db";
import { env } from "@/server/env";
import type { Principal } from "@/server/services/access/principal";
import { requireAdmin } from "@/server/services/access/require-admin";
import type { SweepScope } from "./record-sweep";
import { type RetentionPolicy, retentionPolicy } from "./retention-policy";
import { keptTables, type KeptTable } from "./kept-tables";

/** How much one table holds, and for how long. */
export interface TableStorage {
  name: string;
  /** What lies in it, in words. */
  holds: string;
  /** Days after the end of what a row belongs to; null is for ever. */
  keptDays: number | null;
  /** From when the days count. */
  keptFrom: string;
  rows: number;
  bytes: number;
  /** When its oldest row was written; null when it is empty or not looked through. */
  oldestAt: Date | null;
  /** Rows that the last cleaning removed; null when it is not cleaned or was not yet. */
  removed: number | null;
}

export interface Storage {
  databaseBytes: number;
  tables: TableStorage[];
  /** The environment variables that set how long. */
  settings: { variable: string; days: number; what: string }[];
  /** When tables were cleaned last. */
  sweeps: Record<SweepScope, { endedAt: Date; durationMs: number } | null>;
  isEmbeddedEngine: boolean;
}

/** What is kept for how long and how much it is, as it is in force in this process. @throws DomainError forbidden */
export async function getStorage(principal: Principal): Promise<Storage> {
  requireAdmin(principal);
  const policy = retentionPolicy();
  const [database, sweeps, sizes] = await Promise.all([
    pool.query<{ bytes: string }>("select pg_database_size(current_database()) as bytes"),
    db.retentionSweep.findMany(),
    sizesOf(keptTables),
  ]);
  const removedBy = new Map(sweeps.map(({ scope, removed }) => [scope, removed as Record<string, number>]));
  const tables: TableStorage[] = [];
  // One after the other: looking through tables must not take the connections that requests need.
  for (const table of keptTables) {
    const bytes = sizes.get(table.name);
    if (bytes === undefined) continue;
    const days = table.policy === undefined ? 0 : policy[table.policy];
    tables.push({
      name: table.name,
      holds: table.holds,
      keptDays: days > 0 ? days : null,
      keptFrom: table.keptFrom,
      bytes,
      ...(await contentOf(table)),
      removed: days > 0 ? removedOf(table, removedBy) : null,
    });
  }
  const sweepOf = (scope: SweepScope) => {
    const sweep = sweeps.find((one) => one.scope === scope);
    return sweep ? { endedAt: sweep.endedAt, durationMs: sweep.endedAt.getTime() - sweep.startedAt.getTime() } : null;
  };
  return {
    databaseBytes: Number(database.rows[0]?.bytes ?? 0),
    tables,
    settings: settingsOf(policy),
    sweeps: { product: sweepOf("product"), executor: sweepOf("executor") },
    isEmbeddedEngine: env.isEmbeddedEngine,
  };
}

function removedOf({ name }: KeptTable, removedBy: ReadonlyMap<string, Record<string, number>>): number | null {
  const [scope, key]: [SweepScope, string] = name.startsWith(executorPrefix)
    ? ["executor", name.slice(executorPrefix.length)]
    : ["product", name];
  return removedBy.get(scope)?.[key] ?? null;
}

function settingsOf(policy: RetentionPolicy): Storage["settings"] {
  return [
    {
      variable: "SIGNALBOX_RETENTION_EVENT_DAYS",
      days: policy.eventDays,
      what: "the pieces of streams, after their run ended; messages stay",
    },
    {
      variable: "SIGNALBOX_RETENTION_TRACE_DAYS",
      days: policy.traceDays,
      what: "traces, node runs, artifacts and records of outside calls, after their run ended",
    },
    {
      variable: "SIGNALBOX_RETENTION_DELETED_DAYS",
      days: policy.deletedSessionDays,
      what: "messages and files of conversations that their owner deleted",
    },
    {
      variable: "SIGNALBOX_RETENTION_EXECUTOR_DAYS",
      days: policy.executorDays,
      what: "the executor's own records of runs that ended",
    },
  ];
}

/** Bytes on disk with indexes and large values, by table; a table that is not there is left out. */
async function sizesOf(tables: readonly KeptTable[]): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ name: string; bytes: string }>(
    `select name, pg_total_relation_size(to_regclass(name)) as bytes from unnest($1::text[]) as name
     where to_regclass(name) is not null`,
    [tables.map((table) => table.name)],
  );
  return new Map(rows.map(({ name, bytes }) => [name, Number(bytes)]));
}

const executorPrefix = "engine.";
const longestCountMs = 500;

/**
 * Rows and the age of the oldest. A table that can not be looked through in half a second is told by PostgreSQL's own estimate,
 * without the age.
 */
async function contentOf({
  name,
  writtenAt = "null::timestamptz",
}: KeptTable): Promise<{ rows: number; oldestAt: Date | null }> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query(`set local statement_timeout = ${longestCountMs}`);
    // Table and column are of our own list, never of a request.
    const { rows } = await client.query<{ rows: string; oldest: Date | null }>(
      `select count(*) as rows, min(${writtenAt}) as oldest from ${name}`,
    );
    await client.query("commit");
    return { rows: Number(rows[0]?.rows ?? 0), oldestAt: rows[0]?.oldest ?? null };
  } catch (error) {
    await client.query("rollback");
    if ((error as { code?: string }).code !== queryCanceled) throw error;
    const { rows } = await client.query<{ rows: string }>(
      "select greatest(reltuples, 0)::bigint as rows from pg_class where oid = to_regclass($1)",
      [name],
    );
    return { rows: Number(rows[0]?.rows ?? 0), oldestAt: null };
  } finally {
    client.release();
  }
}

const queryCanceled = "57014";
