import { originOf, wantedAddress } from "./address.mjs";
import { build, isBuilt } from "./build.mjs";
import { chooseClusterFolder, startEmbeddedDatabase } from "./database.mjs";
import { freePortFrom } from "./free-port.mjs";
import { generateClient } from "./generate.mjs";
import { tryLock } from "./lock.mjs";
import { migrate } from "./migrate.mjs";
import { becomesReady, startNext } from "./next-server.mjs";
import { root } from "./paths.mjs";
import { whilePreparing } from "./prepare.mjs";
import { phase } from "./progress.mjs";
import { onStopRequest } from "./stop-requests.mjs";
import { describeServer, endLeftServer, reportRunning, serverLockFile } from "./running.mjs";

/**
 * @typedef {object} Serving
 * @property {boolean} isDev
 * @property {{ host: string, port: number }} address
 * @property {import("./lock.mjs").Lock} lock
 * @property {AbortSignal} signal aborted when everything is to stop
 * @property {(reason: string) => void} onLost called when a part that runs has ended by itself
 * @property {(stop: () => Promise<void>) => void} onStop keeps what stops a part; run in reverse order
 */

/** @param {Serving} serving */
async function startDatabase({ onLost, onStop }) {
  const folder = chooseClusterFolder();
  const database = await phase("Starting PostgreSQL", () => startEmbeddedDatabase(folder, onLost));
  onStop(database.stop);
  return database.url;
}

/**
 * @param {Serving} serving
 * @param {string} databaseUrl
 * @param {number} port
 * @returns {Promise<string>} the origin it is served at
 */
async function startApplication({ isDev, address: { host }, lock, signal, onLost, onStop }, databaseUrl, port) {
  const origin = originOf(host, port);
  const env = {
    DATABASE_URL: databaseUrl,
    PORT: `${port}`,
    SIGNALBOX_ORIGIN: process.env.SIGNALBOX_ORIGIN || origin,
    SIGNALBOX_ROOT: root,
  };
  const server = startNext({ isDev, host, port, env });
  onStop(server.stop);
  void server.exited.then((how) => onLost(`The application ended (${how}).`));
  lock.write(describeServer(server.pid));
  try {
    await phase("Starting the application", () => becomesReady(origin, server, signal));
  } finally {
    server.releaseOutput();
  }
  lock.write({ ...describeServer(server.pid), url: origin });
  return origin;
}

/**
 * All phases in order; between them it leaves when told to stop.
 * @param {Serving} serving
 */
async function startAll(serving) {
  const { isDev, address, lock, signal } = serving;
  await endLeftServer(lock.left);
  await whilePreparing(async () => {
    await phase("Generating the client", generateClient);
    if (!isDev && !isBuilt()) await phase("Building", () => build(signal));
  });
  signal.throwIfAborted();
  const databaseUrl = process.env.DATABASE_URL || (await startDatabase(serving));
  signal.throwIfAborted();
  await phase("Applying migrations", () => migrate(databaseUrl));
  signal.throwIfAborted();
  const port = await freePortFrom(address.port, address.host);
  if (port !== address.port) console.log(`  Port ${address.port} is taken; using ${port}.`);
  return startApplication(serving, databaseUrl, port);
}

/**
 * Starts database and application, prints where they are, and stops both on SIGINT, SIGTERM or SIGHUP, or when one of
 * them ends by itself.
 * @param {{ isDev: boolean, describeDuration: () => string }} options
 * @returns {Promise<number>} the exit code, once nothing of it runs any more
 */
export async function serve({ isDev, describeDuration }) {
  const address = wantedAddress(process.env);
  const taken = tryLock(serverLockFile());
  if ("holder" in taken) return (await reportRunning()) ? 0 : serve({ isDev, describeDuration });
  const { lock } = taken;
  const stopping = new AbortController();
  /** @type {Promise<number>} */
  const ended = new Promise((resolve) =>
    stopping.signal.addEventListener("abort", () => resolve(stopping.signal.reason)),
  );
  onStopRequest(() => stopping.abort(0));
  const fail = (/** @type {string} */ reason) => {
    if (stopping.signal.aborted) return;
    console.error(reason);
    stopping.abort(1);
  };
  /** @type {(() => Promise<void>)[]} */
  const stops = [];
  /** @type {Serving} */
  const serving = { isDev, address, lock, signal: stopping.signal, onLost: fail, onStop: (stop) => stops.push(stop) };

  const starting = startAll(serving).then(
    (url) => console.log(`\nSignalbox is ready at ${url} (${describeDuration()}). Press Ctrl-C to stop it.`),
    (error) => fail(error instanceof Error ? error.message : String(error)),
  );
  const code = await ended;
  // Nothing may be half started when the parts are stopped.
  await starting;
  for (const stop of stops.reverse()) await stop();
  lock.release();
  return code;
}
