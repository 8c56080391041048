import { DatabaseError, type Pool, type PoolClient, type QueryResultRow } from "pg";
import { createPool } from "./connection-pool";
import { ConnectionTrouble } from "./connection-trouble";
import type { EngineLogger } from "./logger";
import { pause } from "./pause";

/** A statement that is prepared once per connection under its name. The name must be unique for the text. */
export interface Statement {
  name: string;
  text: string;
}

/** Something statements can be run on: the pool, or one open transaction. */
export interface Queryable {
  query<Row extends QueryResultRow>(statement: Statement, values?: unknown[]): Promise<Row[]>;
}

interface DatabaseOptions {
  connectionString: string;
  /** What the connections are called in pg_stat_activity. */
  applicationName: string;
  maxConnections: number;
  logger: EngineLogger;
}

/**
 * The engine reaches every row by a key, and its tables fill faster than they are analysed: a plan that reads a table because it
 * was empty when the plan was made would read all of it until then.
 */
export const plannerOptions = "-c enable_seqscan=off";

/** The engine's connection pool. A lost connection is an error of the query in hand, never of the process. */
export class Database implements Queryable {
  readonly #pool: Pool;
  #isClosed = false;

  constructor({ connectionString, applicationName, maxConnections, logger }: DatabaseOptions) {
    this.#pool = createPool({
      connectionString,
      max: maxConnections,
      connectionTimeoutMillis: 10_000,
      // A process that freezes in the middle of a transaction must not keep its locks from the others for ever.
      idle_in_transaction_session_timeout: 30_000,
      options: plannerOptions,
      application_name: applicationName,
    });
    // The error carries the whole client, which is nothing for a log.
    this.#pool.on("error", ({ message }) => logger.warn({ reason: message }, "an idle engine connection was lost"));
  }

  /** Runs one statement in its own transaction, without a second try. */
  query<Row extends QueryResultRow>(statement: Statement, values: unknown[] = []): Promise<Row[]> {
    return run<Row>(this.#pool, statement, values);
  }

  /**
   * Runs one statement again and again until PostgreSQL has answered it, or patience is over.
   * Only for statements that do no harm when done twice.
   */
  queryPatiently<Row extends QueryResultRow>(
    statement: Statement,
    values: unknown[],
    patienceMs: number,
  ): Promise<Row[]> {
    return this.#patiently(() => this.query<Row>(statement, values), patienceMs);
  }

  /**
   * Runs `work` in a transaction. Deadlocks and lost connections start it again until patience is over, so it must do no
   * harm when done twice: everything the engine writes is fenced by a generation or idempotent by its key.
   */
  transaction<T>(work: (tx: Queryable) => Promise<T>, patienceMs = 5_000): Promise<T> {
    return this.#patiently(() => this.#once(work), patienceMs);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#pool.end();
  }

  async #once<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let failure: Error | undefined;
    try {
      await run(client, begin, []);
      const result = await work({ query: (statement, values = []) => run(client, statement, values) });
      await run(client, commit, []);
      return result;
    } catch (error) {
      failure = error instanceof ConnectionTrouble ? error : undefined;
      if (!failure) {
        await run(client, rollback, []).catch((rollbackError: Error) => {
          failure = rollbackError; // the connection goes back as broken; the first error is the one to tell
        });
      }
      throw error;
    } finally {
      client.release(failure);
    }
  }

  async #patiently<T>(work: () => Promise<T>, patienceMs: number): Promise<T> {
    const deadline = Date.now() + patienceMs;
    for (let pauseMs = 20; ; pauseMs = Math.min(pauseMs * 2, 1000)) {
      try {
        return await work();
      } catch (error) {
        if (!isTransient(error) || this.#isClosed || Date.now() + pauseMs > deadline) throw error;
        await pause(pauseMs);
      }
    }
  }
}

/** Whether the same work can succeed when tried again: deadlocks, restarts and lost connections. */
function isTransient(error: unknown): boolean {
  if (error instanceof ConnectionTrouble) return true;
  if (!(error instanceof DatabaseError)) return false;
  const code = error.code ?? "";
  return (
    code === "40001" ||
    code === "40P01" ||
    code === "53300" ||
    code === "25P03" ||
    code.startsWith("57P0") ||
    code.startsWith("08")
  );
}

const begin: Statement = { name: "", text: "begin" };
const commit: Statement = { name: "", text: "commit" };
const rollback: Statement = { name: "", text: "rollback" };

async function run<Row extends QueryResultRow>(
  on: Pool | PoolClient,
  statement: Statement,
  values: unknown[],
): Promise<Row[]> {
  const result = await on.query<Row>(statement.name === "" ? { text: statement.text } : { ...statement, values });
  return result.rows;
}
