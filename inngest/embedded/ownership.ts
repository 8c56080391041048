import { createHash, randomInt } from "node:crypto";
import { Client } from "pg";
import type { EngineLogger } from "./logger";
import { pause } from "./pause";

interface SessionOptions {
  connectionString: string;
  /** What the connection is called in pg_stat_activity. */
  applicationName: string;
  /** The unquoted schema: engines of different schemas in one database know nothing of each other. */
  schema: string;
  logger: EngineLogger;
  /** Another process says that there is work. */
  onWork: () => void;
  /** The worker's number; random when not given. */
  worker?: number;
}

const notifyPauseMs = 50;

/**
 * A worker's own database session. It holds an advisory lock for as long as the process lives: when the process is
 * killed, PostgreSQL ends the session and the lock with it, and others see at once that the worker is gone. The same
 * session listens for work. It needs a direct or session-pooled connection.
 */
export class WorkerSession {
  readonly worker: number;
  readonly lockClass: number;
  readonly #options: SessionOptions;
  readonly #channel: string;
  #client: Client | null = null;
  #isClosed = false;
  #reconnecting: Promise<void> = Promise.resolve();
  #notifyTimer: NodeJS.Timeout | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.worker = options.worker ?? randomInt(1, 2 ** 31 - 1);
    const hash = createHash("sha256").update(`signalbox-engine:${options.schema}`).digest();
    this.lockClass = hash.readInt32BE(0) & 0x7fffffff;
    this.#channel = `signalbox_engine_${hash.toString("hex", 0, 8)}`;
  }

  /**
   * Connects, takes the lock and starts to listen. From then on a lost session is opened again.
   * @throws when the database cannot be reached now
   */
  async open(): Promise<void> {
    await this.#connect();
  }

  /** Tells the other processes that there is work, at most every 50 ms. Losing a message costs them one poll. */
  notifyOthers(): void {
    this.#notifyTimer ??= setTimeout(() => {
      this.#notifyTimer = null;
      this.#client?.query("select pg_notify($1, $2)", [this.#channel, String(this.worker)]).catch((error: unknown) => {
        this.#options.logger.debug({ err: error }, "other workers were not notified");
      });
    }, notifyPauseMs);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#notifyTimer) clearTimeout(this.#notifyTimer);
    const client = this.#client;
    this.#client = null;
    await this.#reconnecting;
    await client?.end();
  }

  async #connect(): Promise<void> {
    const { connectionString, applicationName, onWork } = this.#options;
    const client = new Client({
      connectionString,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      application_name: applicationName,
    });
    let isLost = false;
    const lose = (error?: Error) => {
      if (isLost) return;
      isLost = true;
      if (this.#client === client) this.#lost(error);
    };
    client.on("error", lose);
    client.on("end", () => lose());
    client.on("notification", (message) => {
      if (message.payload !== String(this.worker)) onWork();
    });
    await client.connect();
    try {
      // Waits while the server still holds the lock for our own, broken session.
      await client.query("select pg_advisory_lock($1::int, $2::int)", [this.lockClass, this.worker]);
      await client.query(`listen ${this.#channel}`);
    } catch (error) {
      client.end().catch(() => {}); // it is broken already, the error that broke it is the one to tell
      throw error;
    }
    if (isLost || this.#isClosed) {
      await client.end();
      throw new Error("The worker's session was lost while it was opened");
    }
    this.#client = client;
  }

  #lost(error: Error | undefined): void {
    this.#client = null;
    if (this.#isClosed) return;
    this.#options.logger.warn({ err: error }, "the worker's database session was lost, opening it again");
    this.#reconnecting = this.#reconnect();
  }

  async #reconnect(): Promise<void> {
    for (let pauseMs = 100; !this.#isClosed; pauseMs = Math.min(pauseMs * 2, 2000)) {
      try {
        await this.#connect();
        this.#options.onWork();
        return;
      } catch (error) {
        this.#options.logger.debug({ err: error }, "the worker's session could not be opened yet");
        await pause(pauseMs);
      }
    }
  }
}
