import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { postgresAccount } from "./postgres-account.mjs";
import { commandOf, hasGone, signalProcess } from "./processes.mjs";

/**
 * One database cluster on disk: a folder with `data` (PostgreSQL's own), `password` and `postgres.log`.
 * @typedef {import("./postgres-account.mjs").Account} Account
 * @typedef {{ folder: string, data: string, log: string, user: string, password: string }} Cluster
 */

const user = "signalbox";

/** PostgreSQL gets no variable of the user's: PG* and locale settings must not change how it works. */
export function postgresEnvironment() {
  const { PATH, NODE_ENV } = process.env;
  return { PATH, NODE_ENV, LC_ALL: "C", TZ: "UTC" };
}

/**
 * What the running server wrote about itself: the first line of postmaster.pid is its process, the eighth its state.
 * @param {Pick<Cluster, "data">} cluster
 * @returns {{ pid: number, state: string } | undefined}
 */
export function readPidFile({ data }) {
  const file = join(data, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").split("\n");
  return { pid: Number(lines[0]), state: (lines[7] ?? "").trim() };
}

/**
 * How to connect to the server that runs on a cluster's folder now; line four of postmaster.pid is its port.
 * @param {string} folder
 * @returns {{ user: string, password: string, port: number } | undefined} undefined when none takes connections
 */
export function connectionToRunning(folder) {
  const cluster = { data: join(folder, "data") };
  if (readPidFile(cluster)?.state !== "ready") return undefined;
  const port = Number(readFileSync(join(cluster.data, "postmaster.pid"), "utf8").split("\n")[3]);
  return { user, password: readFileSync(join(folder, "password"), "utf8").trim(), port };
}

/**
 * The account to run a cluster as. Root takes the owner of the data that is there already.
 * @param {string} folder
 * @returns {Account}
 */
export function accountFor(folder) {
  const data = join(folder, "data");
  if (process.getuid?.() !== 0 || !existsSync(data)) return postgresAccount();
  const { uid, gid } = statSync(data);
  return uid === 0 ? postgresAccount() : { uid, gid };
}

/** @param {string} file */
function readOrMakePassword(file) {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600, flag: "wx" });
  try {
    return readFileSync(file, "utf8").trim();
  } catch (cause) {
    throw new Error(`${file} cannot be read. This database was made by another user; start Signalbox as that user.`, {
      cause,
    });
  }
}

/**
 * Makes a new cluster beside its final place and moves it there when it is whole, so a half-made one is never used.
 * @param {string} initdb
 * @param {Account} account
 * @param {Cluster} cluster
 */
function createCluster(initdb, account, { folder, data, password }) {
  const unfinished = `${data}.new`;
  const passwordFile = join(folder, "password.initdb");
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) {
    chownSync(unfinished, account.uid, account.gid);
    chownSync(passwordFile, account.uid, account.gid);
  }
  const args = ["-D", unfinished, "-U", user, "-A", "scram-sha-256", "--pwfile", passwordFile];
  const made = spawnSync(initdb, [...args, "-E", "UTF8", "--no-locale", "--no-sync"], {
    ...account,
    cwd: "/",
    env: postgresEnvironment(),
    encoding: "utf8",
  });
  rmSync(passwordFile, { force: true });
  if (made.status !== 0) throw new Error(`The database could not be created: ${made.error?.message ?? made.stderr}`);
  renameSync(unfinished, data);
}

/**
 * Ends a server that an earlier, killed start left on our data, and clears a pid file that names no such server.
 * A stranger's process that has got the old number meanwhile is left alone.
 * @param {Cluster} cluster
 */
async function cleanUpAfterCrash(cluster) {
  const left = readPidFile(cluster);
  if (left === undefined) return;
  if (commandOf(left.pid)?.includes(cluster.data)) {
    signalProcess(left.pid, "SIGINT");
    const isGone = await hasGone(left.pid, 30_000);
    if (!isGone) throw new Error(`An earlier PostgreSQL (process ${left.pid}) does not stop.`);
  }
  rmSync(join(cluster.data, "postmaster.pid"), { force: true });
}

/**
 * The cluster of a folder, made when there is none and with nothing running on it.
 * @param {string} folder
 * @param {Account} account
 * @param {string} initdb
 * @returns {Promise<Cluster>}
 */
export async function prepareCluster(folder, account, initdb) {
  const password = readOrMakePassword(join(folder, "password"));
  const cluster = { folder, data: join(folder, "data"), log: join(folder, "postgres.log"), user, password };
  if (existsSync(cluster.data)) await cleanUpAfterCrash(cluster);
  else createCluster(initdb, account, cluster);
  return cluster;
}
