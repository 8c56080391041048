import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { startEmbeddedDatabase } from "../lib/database.mjs";
import { anyFreePort } from "../lib/free-port.mjs";
import { readPidFile } from "../lib/postgres-cluster.mjs";
import { startInstallation, startWorker } from "./installation.mjs";
import { checkInvariants } from "./invariants.mjs";
import { modelName } from "./model.mjs";
import { startReceiver } from "./receiver.mjs";

const canary = "sk-canary-5f0e8c1d7b6a4932";

/** A fresh database with servers on it, a receiver for their calls, and the faults that can befall them. */
export class Bench {
  /** @type {(import("./installation.mjs").Installation | import("./installation.mjs").WorkerProcess)[]} */
  #processes = [];
  /** @type {string[]} */
  #linesOfEnded = [];

  /**
   * @param {string} folder
   * @param {{ url: string, stop: () => Promise<void> }} database
   * @param {pg.Pool} sql
   * @param {import("./receiver.mjs").Receiver} receiver
   */
  constructor(folder, database, sql, receiver) {
    this.folder = folder;
    this.database = database;
    this.sql = sql;
    this.receiver = receiver;
  }

  /** @param {string} [parent] the folder to make the database in */
  static async open(parent = tmpdir()) {
    const folder = mkdtempSync(join(parent, "signalbox-faults-"));
    // PostgreSQL runs as a user of its own when we are root.
    chmodSync(folder, 0o755);
    const database = await startEmbeddedDatabase(join(folder, "postgres"), (reason) =>
      console.error(`PostgreSQL is lost: ${reason}`),
    );
    const sql = new pg.Pool({ connectionString: database.url, max: 4, application_name: "faults" });
    // Connections break here on purpose; the next query takes a new one.
    sql.on("error", () => undefined);
    return new Bench(folder, database, sql, await startReceiver());
  }

  /**
   * Starts one more server on the database. Each has a state folder of its own, as on a machine of its own.
   * @param {Record<string, string>} [settings]
   */
  async start(settings = {}) {
    return this.#watch(
      await startInstallation({
        stateFolder: mkdtempSync(join(this.folder, "server-")),
        port: await anyFreePort(),
        settings: this.#settings(settings),
      }),
    );
  }

  /**
   * Starts one more process that executes runs and serves nothing.
   * @param {Record<string, string>} [settings]
   */
  async startWorker(settings = {}) {
    const stateFolder = mkdtempSync(join(this.folder, "worker-"));
    return this.#watch(await startWorker({ stateFolder, settings: this.#settings(settings) }));
  }

  /** @param {Record<string, string>} settings */
  #settings(settings) {
    return {
      DATABASE_URL: this.database.url,
      EGRESS_ALLOW: "127.0.0.1",
      OPENAI_API_KEY: canary,
      OPENAI_BASE_URL: `${this.receiver.origin}/v1`,
      SIGNALBOX_DEFAULT_MODEL: modelName,
      ...settings,
    };
  }

  /**
   * Keeps a process in view: it is ended with the bench, and what it printed is judged.
   * @template {import("./installation.mjs").Installation | import("./installation.mjs").WorkerProcess} Kind
   * @param {Kind} started
   */
  #watch(started) {
    this.#processes.push(started);
    void started.exited.then(() => {
      this.#processes = this.#processes.filter((one) => one !== started);
      this.#linesOfEnded.push(...started.lines);
    });
    return started;
  }

  /** The postmaster's process; it changes with each restart. */
  postmaster() {
    return readPidFile({ data: join(this.folder, "postgres", "data") })?.pid;
  }

  /**
   * Waits until the database answers a question as it should; a database that is away for a moment is asked again.
   * @param {string} what is waited for, for the error
   * @param {string} question a query with one row and one column `ok`
   * @param {unknown[]} values
   * @param {number} timeoutMs
   */
  async until(what, question, values = [], timeoutMs = 120_000) {
    const deadline = Date.now() + timeoutMs;
    /** @type {unknown} */
    let last;
    for (;;) {
      try {
        last = (await this.sql.query(question, values)).rows[0]?.ok;
        if (last === true) return;
      } catch (error) {
        last = error;
      }
      if (Date.now() > deadline) throw new Error(`${what} did not happen in ${timeoutMs / 1000} s (${String(last)}).`);
      await delay(50);
    }
  }

  /**
   * Waits until no run is left to do, then checks what must always hold.
   * @param {number} [timeoutMs]
   * @returns {Promise<string>} of how much it was found to hold
   */
  async settle(timeoutMs = 180_000) {
    const open =
      "select count(*) = 0 as ok from run where status not in ('completed', 'failed', 'cancelled', 'waiting')";
    await this.until("The end of all runs", open, [], timeoutMs).catch(async (error) => {
      throw new Error(`${error.message}\n${await this.#describeStuck()}`, { cause: error });
    });
    const lines = [...this.#linesOfEnded, ...this.#processes.flatMap((one) => one.lines)];
    return checkInvariants({ sql: this.sql, receiver: this.receiver, lines, canary });
  }

  /** For each stuck run what is known of it: its row, its last events, what the engine holds. */
  async #describeStuck() {
    const { rows } = await this.sql.query(
      `select r.id, r.status, r.epoch, r.recoveries, r.lease_until, clock_timestamp() as now,
         (select string_agg(type || coalesce(':' || (payload ->> 'nodeId'), ''), ' ' order by seq) from (
            select * from event e where e.run_id = r.id order by seq desc limit 20) as latest) as events
       from run r where status not in ('completed', 'failed', 'cancelled', 'waiting') limit 5`,
    );
    return JSON.stringify(rows, undefined, 2);
  }

  async close() {
    await Promise.all(this.#processes.map((one) => one.stop()));
    await this.sql.end();
    await this.receiver.close();
    await this.database.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
