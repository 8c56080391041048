import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ensureDatabase } from "./migrate.mjs";
import { root, stateDir } from "./paths.mjs";
import { canEnter } from "./postgres-account.mjs";
import { accountFor, connectionToRunning } from "./postgres-cluster.mjs";
import { startPostgres } from "./postgres.mjs";

const databaseName = "signalbox";
const mostRestarts = 5;
const restartWindowMs = 60_000;
/** How long a database that does not come up again is given, as when its disk is full until somebody makes room. */
const patienceMs = 15 * 60_000;
const betweenTriesMs = 2000;

/**
 * Where the embedded database lies: in the state folder, or, when root runs Signalbox from a place that the user
 * `postgres` cannot enter, in a folder of /var/lib that belongs to this state folder alone; that is said.
 */
export function chooseClusterFolder() {
  mkdirSync(stateDir(), { recursive: true });
  const folder = join(stateDir(), "postgres");
  if (canEnter(accountFor(folder), stateDir())) return folder;
  const name = createHash("sha256").update(`${root}\0${stateDir()}`).digest("hex").slice(0, 12);
  const elsewhere = join("/var/lib/signalbox", name);
  mkdirSync(elsewhere, { recursive: true, mode: 0o755 });
  console.log(`  PostgreSQL cannot enter ${stateDir()}; the database is kept in ${elsewhere}.`);
  return elsewhere;
}

/**
 * The database of the Signalbox that runs on this checkout's embedded PostgreSQL.
 * @returns {string | undefined} undefined when it does not run
 */
export function runningDatabaseUrl() {
  const connection = connectionToRunning(chooseClusterFolder());
  if (connection === undefined) return undefined;
  const { user, password, port } = connection;
  return `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${databaseName}`;
}

/**
 * The database of this checkout on the embedded PostgreSQL. If the server dies it is started again on the same port, for as
 * long as a quarter of an hour when it does not come up; after five deaths within a minute `onLost` is called instead.
 * @param {string} folder
 * @param {(reason: string) => void} onLost
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startEmbeddedDatabase(folder, onLost) {
  /** @type {number[]} */
  const deaths = [];
  let isStopping = false;
  /** @param {number} [port] */
  const start = (port) =>
    startPostgres({ folder, port, onExit: (reason) => void restart(reason).catch((error) => onLost(String(error))) });

  /** @param {string} reason */
  async function restart(reason) {
    if (isStopping) return;
    const now = Date.now();
    deaths.push(now);
    const recent = deaths.filter((at) => now - at < restartWindowMs).length;
    if (recent > mostRestarts) return onLost(reason);
    console.error(`${reason}\nStarting PostgreSQL again.`);
    await delay(250 * (recent - 1));
    starting = startPatiently(now + patienceMs);
    await starting;
  }

  /**
   * @param {number} deadline
   * @returns {ReturnType<typeof start>}
   */
  async function startPatiently(deadline) {
    for (let isFirst = true; ; isFirst = false) {
      try {
        return await start(port);
      } catch (error) {
        if (isStopping || Date.now() > deadline) throw error;
        const reason = error instanceof Error ? error.message : String(error);
        if (isFirst) console.error(`${reason}\nTrying again until it comes up.`);
        await delay(betweenTriesMs);
      }
    }
  }

  let starting = start();
  const { port, url } = await starting;
  await ensureDatabase(url("postgres"), databaseName);
  return {
    url: url(databaseName),
    stop: async () => {
      isStopping = true;
      const settled = await starting.catch(() => undefined);
      await settled?.stop();
    },
  };
}
