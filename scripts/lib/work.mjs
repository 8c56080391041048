import { runningDatabaseUrl } from "./database.mjs";
import { generateClient } from "./generate.mjs";
import { holderOf } from "./lock.mjs";
import { migrate } from "./migrate.mjs";
import { root } from "./paths.mjs";
import { whilePreparing } from "./prepare.mjs";
import { phase } from "./progress.mjs";
import { serverLockFile } from "./running.mjs";
import { onStopRequest } from "./stop-requests.mjs";

/**
 * The Signalbox on this state folder whose runs are to be shared, when its database is the embedded one.
 * @returns {{ url: string, pid: number, databaseUrl: string }}
 */
function findRunning() {
  const holder = holderOf(serverLockFile());
  const databaseUrl = holder && runningDatabaseUrl();
  if (holder === undefined || typeof holder.url !== "string" || databaseUrl === undefined)
    throw new Error("No Signalbox runs here. Start it with `npm start`, or name its database in DATABASE_URL.");
  return { url: holder.url, pid: holder.pid, databaseUrl };
}

/**
 * Calls `stop` when the Signalbox that a worker shares has gone: its database has gone with it.
 * @param {number} pid
 * @param {() => void} stop
 */
function followServer(pid, stop) {
  const watch = setInterval(() => {
    if (holderOf(serverLockFile())?.pid === pid) return;
    clearInterval(watch);
    console.log("The Signalbox here has stopped, and so does this worker.");
    stop();
  }, 1000);
}

/**
 * Executes runs until told to stop; what is under way then is handed over between two steps. The server's sources run as
 * they are, without a build.
 * @returns {Promise<number>} the exit code
 */
export async function work() {
  const stopping = new AbortController();
  onStopRequest(() => stopping.abort());
  if (!process.env.DATABASE_URL) {
    const { url, pid, databaseUrl } = findRunning();
    process.env.DATABASE_URL = databaseUrl;
    process.env.SIGNALBOX_ORIGIN ||= url;
    followServer(pid, () => stopping.abort());
  }
  Object.assign(process.env, { NODE_ENV: "production", SIGNALBOX_ROOT: root });
  await whilePreparing(async () => {
    await phase("Generating the client", generateClient);
  });
  await phase("Applying migrations", () => migrate(process.env.DATABASE_URL ?? ""));
  await import("./source-hooks.mjs");
  const { env } = await import("../../server/env.ts");
  if (!env.isEmbeddedEngine)
    throw new Error("An Inngest server is configured: it calls the application itself. Start more of those instead.");
  const { boot, shutDown } = await import("../../server/boot.ts");
  await phase("Starting to work", boot);
  console.log(`\nThis worker (process ${process.pid}) executes runs. Press Ctrl-C to stop it.`);
  await new Promise((resolve) => {
    if (stopping.signal.aborted) resolve(undefined);
    stopping.signal.addEventListener("abort", resolve);
  });
  await shutDown();
  return 0;
}
