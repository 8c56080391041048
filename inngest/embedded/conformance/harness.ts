import { randomBytes } from "node:crypto";
import { Client, escapeIdentifier } from "pg";
import { inject, onTestFinished } from "vitest";
import { startEmbeddedEngine, type EmbeddedEngine, type EmbeddedEngineOptions } from "../engine";
import { WorkerSession } from "../ownership";
import { appId, inProcess, type App, type ClientOptions, type Driver, type Functions } from "./drivers";

export interface RunRow {
  id: string;
  fn: string;
  status: string;
  output: unknown;
  error: { name: string; message: string } | null;
}

export interface HarnessOptions {
  driver?: Driver;
  functions: Functions;
  client?: ClientOptions;
  engine?: Partial<EmbeddedEngineOptions>;
  /** Stands between the engine and the app's handler. */
  wrapHandler?: (handler: App["handler"]) => App["handler"];
}

export interface Harness {
  inngest: App["inngest"];
  engine: EmbeddedEngine;
  schema: string;
  /** Rows of a query; `{s}` in it stands for the schema. */
  rows: <Row = Record<string, unknown>>(sql: string, values?: unknown[]) => Promise<Row[]>;
  send: (name: string, data?: Record<string, unknown>, id?: string) => Promise<void>;
  /** Waits until so many runs of a function (its id without the app's) have ended, and gives them, oldest first. */
  ended: (functionId: string, count?: number) => Promise<RunRow[]>;
  restart: () => Promise<void>;
  /** Holds the lock of a worker that does nothing else. */
  lockAs: (worker: number) => Promise<{ release: () => Promise<void> }>;
  /** Starts a second engine on the same schema, behind the same app. */
  join: (options?: Partial<EmbeddedEngineOptions>) => Promise<EmbeddedEngine>;
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** An engine with a schema of its own and an app behind it; both end with the test. */
export async function startHarness(options: HarnessOptions): Promise<Harness> {
  const connectionString = inject("databaseUrl");
  const schema = `engine_${randomBytes(6).toString("hex")}`;
  const sql = new Client({ connectionString });
  await sql.connect();
  const app = await (options.driver ?? inProcess).open(options.functions, options.client ?? {});
  const handler = options.wrapHandler ? options.wrapHandler(app.handler) : app.handler;
  const started: EmbeddedEngine[] = [];
  const start = async (extra: Partial<EmbeddedEngineOptions> = {}) => {
    const engine = await startEmbeddedEngine({
      connectionString,
      schema,
      handler,
      appId,
      pollMs: 100,
      leaseMs: 10_000,
      backoff: () => 20,
      logger: silent,
      ...options.engine,
      ...extra,
    });
    started.push(engine);
    return engine;
  };
  onTestFinished(async () => {
    await Promise.all(started.map((engine) => engine.stop({ drainMs: 200 })));
    await app.close();
    // The server may still be ending the sessions of processes that were killed.
    await until("the end of the engine's sessions", async () => {
      const text = "select 1 from pg_stat_activity where application_name = $1";
      return (await sql.query(text, [`signalbox-engine ${schema}`])).rows.length === 0;
    });
    await sql.query(`drop schema if exists ${escapeIdentifier(schema)} cascade`);
    await sql.end();
  });
  const rows: Harness["rows"] = async (text, values) => (await sql.query(text.replaceAll("{s}", schema), values)).rows;
  const harness: Harness = {
    inngest: app.inngest,
    engine: await start(),
    schema,
    join: start,
    lockAs: async (worker) => {
      const session = new WorkerSession({
        connectionString,
        applicationName: "lock holder",
        schema,
        logger: silent,
        onWork: () => {},
        worker,
      });
      await session.open();
      return { release: () => session.close() };
    },
    rows,
    send: async (name, data = {}, id) => {
      await app.inngest.send({ name, data, ...(id ? { id } : {}) });
    },
    ended: async (functionId, count = 1) =>
      until(`${count} ended runs of ${functionId}`, async () => {
        const found = await rows<{
          id: string;
          fn: string;
          status: string;
          output: string | null;
          error: string | null;
        }>(`select id, fn, status, output, error from {s}.run where fn = $1 and status <> 'open' order by id`, [
          `${appId}-${functionId}`,
        ]);
        if (found.length < count) return null;
        return found.map((row): RunRow => ({
          ...row,
          output: JSON.parse(row.output ?? "null"),
          error: JSON.parse(row.error ?? "null"),
        }));
      }),
    restart: async () => {
      await harness.engine.stop();
      harness.engine = await start();
      app.connect(harness.engine);
    },
  };
  app.connect(harness.engine);
  return harness;
}

/** Asks again until there is an answer. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  timeoutMs = 10_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
