import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { anyFreePort } from "./free-port.mjs";
import { canEnter, postgresAccount } from "./postgres-account.mjs";
import { postgresBinaries } from "./postgres-binaries.mjs";
import { commandOf, endWithThisProcess, hasGone, signalProcess } from "./processes.mjs";

const user = "signalbox";
const startTimeoutMs = 60_000;

/**
 * @typedef {import("./postgres-account.mjs").Account} Account
 * @typedef {object} PostgresOptions
 * @property {string} folder holds `data`, `password` and `postgres.log`; created when missing
 * @property {Record<string, string>} [settings] server settings beside our own
 * @property {boolean} [isTemporary] the folder is removed with the server, even when this process is killed
 * @property {(reason: string) => void} [onExit] called when the server ends without having been asked to
 *
 * @typedef {object} Postgres
 * @property {number} port of 127.0.0.1
 * @property {number} pid of the postmaster
 * @property {(database: string) => string} url
 * @property {() => Promise<void>} stop ends all connections and waits until the server is gone
 */

/**
 * What the running server wrote about itself: lines 1, 4 and 8 of postmaster.pid are its pid, its port and its state.
 * @param {string} data
 */
function readPidFile(data) {
  const file = join(data, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").split("\n");
  return { file, pid: Number(lines[0]), state: (lines[7] ?? "").trim() };
}

/**
 * Ends a server that an earlier, killed start left on our data, and clears a pid file that names no such server.
 * A stranger's process that has got the old number meanwhile is left alone.
 * @param {string} data
 */
async function cleanUpAfterCrash(data) {
  const left = readPidFile(data);
  if (left === undefined) return;
  if (commandOf(left.pid)?.includes(data)) {
    signalProcess(left.pid, "SIGINT");
    if (!(await hasGone(left.pid, 30_000)))
      throw new Error(`An earlier PostgreSQL (process ${left.pid}) does not stop.`);
  }
  rmSync(left.file, { force: true });
}

/**
 * The password of the database, made on the first start.
 * @param {string} folder
 */
function passwordOf(folder) {
  const file = join(folder, "password");
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600, flag: "wx" });
  return readFileSync(file, "utf8").trim();
}

/**
 * Makes a new cluster beside its final place and moves it there when it is whole, so a half-made one is never used.
 * @param {{ initdb: string, account: Account, folder: string, data: string, password: string }} options
 */
function createCluster({ initdb, account, folder, data, password }) {
  const unfinished = `${data}.new`;
  const passwordFile = join(folder, "password.initdb");
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) {
    chownSync(unfinished, account.uid, account.gid);
    chownSync(passwordFile, account.uid, account.gid);
  }
  const args = [
    "-D",
    unfinished,
    "-U",
    user,
    "-A",
    "scram-sha-256",
    "--pwfile",
    passwordFile,
    "-E",
    "UTF8",
    "--no-locale",
    "--no-sync",
  ];
  const made = spawnSync(initdb, args, { ...account, cwd: "/", env: environment(), encoding: "utf8" });
  rmSync(passwordFile, { force: true });
  if (made.status !== 0) throw new Error(`The database could not be created: ${made.error?.message ?? made.stderr}`);
  renameSync(unfinished, data);
}

/** The server gets no variable of the user's: PG* and locale settings must not change how it works. */
function environment() {
  const { PATH, NODE_ENV } = process.env;
  return { PATH, NODE_ENV, LC_ALL: "C", TZ: "UTC" };
}

/** @param {string} log */
function lastLines(log) {
  return readFileSync(log, "utf8").trimEnd().split("\n").slice(-12).join("\n");
}

/**
 * Starts the embedded PostgreSQL on a free port of 127.0.0.1 (no other address, no socket file) and waits until it
 * takes connections. What a killed earlier start left on the same folder is cleaned up first.
 * @param {PostgresOptions} options
 * @returns {Promise<Postgres>}
 */
export async function startPostgres({ folder, settings = {}, isTemporary = false, onExit }) {
  const account = postgresAccount();
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (isTemporary) chmodSync(folder, 0o755);
  if (!canEnter(account, folder)) throw new Error(`The user \`postgres\` cannot enter ${folder}.`);
  const { initdb, postgres } = postgresBinaries(account, folder);
  const data = join(folder, "data");
  const password = passwordOf(folder);
  if (existsSync(data)) await cleanUpAfterCrash(data);
  else createCluster({ initdb, account, folder, data, password });

  const port = await anyFreePort();
  const log = join(folder, "postgres.log");
  const wanted = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    shared_buffers: "64MB",
    max_connections: "120",
    ...settings,
  };
  const args = [
    "-D",
    data,
    "-p",
    String(port),
    ...Object.entries(wanted).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
  const output = openSync(log, "w", 0o600);
  // A group of its own: Ctrl-C in a terminal must not reach the database before the application has ended.
  const child = spawn(postgres, args, {
    ...account,
    cwd: "/",
    env: environment(),
    detached: true,
    stdio: ["ignore", output, output],
  });
  closeSync(output);

  let isStopping = false;
  /** @type {string | undefined} */
  let exitReason;
  const exited = new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(`it ended with ${signal ?? `code ${code}`}`));
  }).then((reason) => (exitReason = String(reason)));
  const deadline = Date.now() + startTimeoutMs;
  while (readPidFile(data)?.state !== "ready") {
    if (exitReason !== undefined) throw new Error(`PostgreSQL did not start: ${exitReason}.\n${lastLines(log)}`);
    if (Date.now() > deadline)
      throw new Error(`PostgreSQL was not ready after ${startTimeoutMs / 1000} seconds.\n${lastLines(log)}`);
    await delay(20);
  }
  const pid = /** @type {number} */ (child.pid);
  const releaseGuard = endWithThisProcess(pid, "SIGINT", isTemporary ? folder : undefined);
  void exited.then((reason) => {
    if (!isStopping) onExit?.(`PostgreSQL stopped: ${reason}.\n${lastLines(log)}`);
  });

  return {
    port,
    pid,
    url: (database) =>
      `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`,
    stop: async () => {
      isStopping = true;
      signalProcess(pid, "SIGINT");
      await exited;
      releaseGuard();
      if (isTemporary) rmSync(folder, { recursive: true, force: true });
    },
  };
}
