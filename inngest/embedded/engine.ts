import { escapeIdentifier } from "pg";
import { serverBackoff } from "./backoff";
import type { EngineContext } from "./context";
import { scheduleCrons } from "./cron";
import { Database } from "./database";
import { sendEvents } from "./events";
import { httpApi } from "./http-api";
import { consoleLogger, type EngineLogger } from "./logger";
import { migrate } from "./migrate";
import { RunEndWriter } from "./run-end-writer";
import { WorkerSession } from "./ownership";
import { purgeOld } from "./retention";
import { engineStatements } from "./sql/statements";
import { syncFunctions } from "./sync";
import { Worker } from "./worker";

export interface EmbeddedEngineOptions {
  /** A direct or session-pooled connection: the engine holds session locks. */
  connectionString: string;
  /** The engine's own schema, created when missing. Default `engine`. */
  schema?: string;
  /** The app's Inngest serve handler, called in this process. */
  handler: (request: Request) => Promise<Response>;
  /** The id of the Inngest client whose functions these are. */
  appId: string;
  /** How many functions run at a time in this process. Default 20. */
  slots?: number;
  /** How long work stays with a worker that gives no sign of life while its session stands. Default 30 s. */
  leaseMs?: number;
  /** How often to look for work no signal told of. Default 1 s. */
  pollMs?: number;
  /** Milliseconds to wait after the attempt with this number (from 0) failed. Default: an Inngest server's table. */
  backoff?: (attempt: number) => number;
  /**
   * For how long a step that has ended may be remembered in memory only, so that several are stored at once. Default 0: a step
   * is stored before the next one begins. More is for functions whose steps may be executed again after the process was
   * killed, because they find out by themselves what they had done.
   */
  storeDelayMs?: number;
  /**
   * Awaited before results of the steps of a call are stored; the call is named as in its request's `x-request-id`. When it
   * rejects, nothing of the call is stored any more and the run is called again after the backoff.
   */
  beforeStoring?: (callId: string) => Promise<void>;
  /** Ended runs and events older than this are deleted. Default 30; 0 keeps everything. */
  retentionDays?: number;
  /** Told after each deletion how many rows went, by table of the schema. */
  onPurged?: (removed: Record<string, number>, startedAt: Date) => Promise<void>;
  logger?: EngineLogger;
}

export interface EmbeddedEngine {
  /** What the Inngest client uses as its `fetch`. */
  fetch: typeof fetch;
  /**
   * Takes in events as `inngest.send` does.
   * @throws InvalidEventError when one of them breaks a rule; none is taken then
   */
  send(
    events: { name: string; id?: string; data?: Record<string, unknown>; ts?: number }[],
  ): Promise<{ ids: string[] }>;
  /**
   * Says that a call gets on in the middle of a step, which then counts as a first attempt should it fail, or its process die:
   * only who fails again and again without getting on is given up. The call is named as in its request's `x-request-id`.
   * @returns false when the step should come to an end soon, because the engine stops or has lost the call
   */
  progressed(callId: string): boolean;
  /**
   * Whether a call, named in the same way, may begin more beside the step that the SDK is at: not when the engine stops, has lost
   * the call, or has its answer.
   */
  mayGoOn(callId: string): boolean;
  /** Takes no more work, lets runs stop at their next step for `drainMs` (default 10 s), hands the rest back, and closes. */
  stop(options?: { drainMs?: number }): Promise<void>;
}

const upkeepMs = 3_600_000;

/**
 * Starts the durable executor in this process: brings its tables up to date, registers the functions behind the handler
 * and begins to run them. Any number of processes can do so on one database and share the work.
 * @throws Error when the database cannot be reached, or a function asks for something the executor does not do
 */
export async function startEmbeddedEngine(options: EmbeddedEngineOptions): Promise<EmbeddedEngine> {
  const {
    connectionString,
    schema = "engine",
    handler,
    appId,
    slots = 20,
    leaseMs = 30_000,
    pollMs = 1000,
    retentionDays = 30,
  } = options;
  const logger = options.logger ?? consoleLogger;
  const functions = await syncFunctions(handler, appId);
  const quoted = escapeIdentifier(schema);
  const applicationName = `signalbox-engine ${schema}`;
  const database = new Database({
    connectionString,
    applicationName,
    maxConnections: Math.min(Math.max(4, Math.ceil(slots / 2)), 10),
    logger,
  });
  const session = new WorkerSession({
    connectionString,
    applicationName,
    schema,
    logger,
    onWork: () => worker.wakeFromOutside(),
  });
  const sql = engineStatements(quoted);
  const context: EngineContext = {
    database,
    sql,
    runEndWriter: new RunEndWriter(database, sql.endRuns),
    functions,
    logger,
    handler,
    backoff: options.backoff ?? serverBackoff,
    storeDelayMs: options.storeDelayMs ?? 0,
    beforeStoring: options.beforeStoring ?? (async () => {}),
    wake: (delayMs) => worker.wake(delayMs),
  };
  const worker = new Worker(context, {
    id: session.worker,
    lockClass: session.lockClass,
    slots,
    leaseMs,
    pollMs,
    notifyOthers: () => session.notifyOthers(),
  });
  try {
    await migrate(database, quoted);
    await scheduleCrons(context, appId);
    await session.open();
  } catch (error) {
    await Promise.allSettled([session.close(), database.close()]);
    throw error;
  }
  worker.start();
  const upkeep = keepUp(context, retentionDays, options.onPurged);
  const api = httpApi(context, worker.calls);
  let stopped: Promise<void> | undefined;
  return {
    fetch: api,
    progressed: (callId) => worker.calls.progressed(callId),
    mayGoOn: (callId) => worker.calls.mayGoOn(callId),
    send: async (events) => ({ ids: await sendEvents(context, events, null) }),
    stop: ({ drainMs = 10_000 } = {}) => {
      stopped ??= (async () => {
        clearInterval(upkeep.timer);
        await upkeep.first;
        await worker.stop(drainMs);
        await session.close();
        await database.close();
      })();
      return stopped;
    },
  };
}

/** Deletes what is old now and every hour. */
function keepUp(context: EngineContext, retentionDays: number, onPurged: EmbeddedEngineOptions["onPurged"]) {
  const purge = async () => {
    if (retentionDays === 0) return;
    const startedAt = new Date();
    try {
      const removed = await purgeOld(context, retentionDays);
      await onPurged?.(removed, startedAt);
    } catch (error) {
      context.logger.warn({ err: error }, "deleting old runs failed");
    }
  };
  return { first: purge(), timer: setInterval(() => void purge(), upkeepMs) };
}
