import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { createPool } from "@/inngest/embedded/connection-pool";
import { PrismaClient } from "@/prisma/generated/client";
import { env } from "@/server/env";
import { globalSingleton } from "@/server/global-singleton";
import { logger } from "@/server/logger";

const connectionTimeoutMs = 10_000;

/**
 * Connections for hand-written SQL on hot paths; Prisma uses the same ones. While the database is away, queries fail at once
 * with an error that `databaseRefusal` knows.
 */
export const pool: pg.Pool = globalSingleton("pg-pool", () => {
  const created = createPool({
    connectionString: env.databaseUrl,
    max: 20,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: connectionTimeoutMs,
    // A process that freezes in the middle of a transaction must not keep its locks from the others for ever.
    idle_in_transaction_session_timeout: 60_000,
    application_name: "signalbox",
  });
  // An idle connection that breaks is replaced by the next query; without a listener it would end the process.
  created.on("error", ({ message }) => logger.warn({ reason: message }, "an idle database connection broke"));
  return created;
});

const writerSettings =
  "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off";

/**
 * The connection of the progress writer, which has one statement under way at a time. Its statements reach every row by a key
 * and are planned once a shape, so the planner may neither plan again nor take another way while a table is still small.
 */
export const writerPool: pg.Pool = globalSingleton("pg-writer-pool", () => {
  const created = createPool({
    connectionString: env.databaseUrl,
    max: 1,
    // What is prepared goes with the connection, so it stays however long nothing is written.
    idleTimeoutMillis: 0,
    allowExitOnIdle: true,
    connectionTimeoutMillis: connectionTimeoutMs,
    application_name: "signalbox-writer",
    verify: (client, done) => {
      client.query(writerSettings).then(() => done(), done);
    },
  });
  created.on("error", ({ message }) => logger.warn({ reason: message }, "the writer's database connection broke"));
  return created;
});

export const db: PrismaClient = globalSingleton(
  "prisma",
  () =>
    new PrismaClient({
      adapter: new PrismaPg(pool, { disposeExternalPool: false }),
      // A hundred starts at once wait for a connection in turn; as long as the pool would let any other query wait.
      transactionOptions: { maxWait: connectionTimeoutMs, timeout: 30_000 },
    }),
);

export type Transaction = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0];
