import { spawn } from "node:child_process";
import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { anyFreePort } from "./free-port.mjs";
import { canEnter } from "./postgres-account.mjs";
import { postgresBinaries } from "./postgres-binaries.mjs";
import { accountFor, postgresEnvironment, prepareCluster, readPidFile } from "./postgres-cluster.mjs";
import { endWithThisProcess, signalProcess } from "./processes.mjs";

const startTimeoutMs = 60_000;
const stopTimeoutMs = 20_000;

/** Listens on loopback only and has no socket file, so that nothing is left when it is gone. */
const ownSettings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  shared_buffers: "64MB",
  max_connections: "120",
};

/**
 * @typedef {object} PostgresOptions
 * @property {string} folder of the cluster; created when missing
 * @property {Record<string, string>} [settings] server settings beside our own
 * @property {number} [port] of 127.0.0.1; without it the system picks one
 * @property {boolean} [isTemporary] the folder is removed with the server, even when this process is killed
 * @property {(reason: string) => void} [onExit] called when the server ends without having been asked to
 *
 * @typedef {object} Postgres
 * @property {number} port of 127.0.0.1
 * @property {number} pid of the postmaster
 * @property {(database: string) => string} url
 * @property {() => Promise<void>} stop ends all connections and waits until the server is gone
 */

/** @param {string} log */
function lastLines(log) {
  return readFileSync(log, "utf8").trimEnd().split("\n").slice(-12).join("\n");
}

/**
 * Spawns the server in a process group of its own: Ctrl-C in a terminal must not reach it before the application ended.
 * @param {string} program
 * @param {string[]} args
 * @param {import("./postgres-account.mjs").Account} account
 * @param {string} log
 */
function spawnServer(program, args, account, log) {
  const output = openSync(log, "w", 0o600);
  const child = spawn(program, args, {
    ...account,
    cwd: "/",
    env: postgresEnvironment(),
    detached: true,
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  /** @type {Promise<string>} */
  const exited = new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(`it ended with ${signal ?? `code ${code}`}`));
  });
  return { pid: child.pid, exited };
}

/**
 * @param {import("./postgres-cluster.mjs").Cluster} cluster
 * @param {Promise<string>} exited
 */
async function becomesReady(cluster, exited) {
  const deadline = Date.now() + startTimeoutMs;
  while (readPidFile(cluster)?.state !== "ready") {
    const reason = await Promise.race([exited, delay(20)]);
    if (reason !== undefined) throw new Error(`PostgreSQL did not start: ${reason}.\n${lastLines(cluster.log)}`);
    if (Date.now() > deadline) throw new Error(`PostgreSQL does not become ready.\n${lastLines(cluster.log)}`);
  }
}

/**
 * Starts the embedded PostgreSQL and waits until it takes connections. What a killed earlier start left running on the
 * same folder is ended first; if this process is killed, the server ends too.
 * @param {PostgresOptions} options
 * @returns {Promise<Postgres>}
 */
export async function startPostgres({ folder, settings = {}, port: wantedPort, isTemporary = false, onExit }) {
  mkdirSync(folder, { recursive: true });
  const account = accountFor(folder);
  if (account.uid !== undefined) chmodSync(folder, 0o755);
  if (!canEnter(account, folder)) throw new Error(`The user that PostgreSQL runs as cannot enter ${folder}.`);
  const { initdb, postgres } = postgresBinaries(account, folder);
  const cluster = await prepareCluster(folder, account, initdb);
  const port = wantedPort ?? (await anyFreePort());
  const options = Object.entries({ ...ownSettings, ...settings }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  const { pid, exited } = spawnServer(
    postgres,
    ["-D", cluster.data, "-p", `${port}`, ...options],
    account,
    cluster.log,
  );
  if (pid === undefined) throw new Error(`PostgreSQL did not start: ${await exited}.`);
  const releaseGuard = endWithThisProcess(pid, "SIGINT", isTemporary ? folder : undefined);
  let isStopping = false;
  const stop = async () => {
    isStopping = true;
    signalProcess(pid, "SIGINT");
    // A server that does not end in time is told to leave at once; it recovers from its log at the next start.
    const timer = setTimeout(() => signalProcess(pid, "SIGQUIT"), stopTimeoutMs);
    await exited;
    clearTimeout(timer);
    releaseGuard();
    if (isTemporary) rmSync(folder, { recursive: true, force: true });
  };
  try {
    await becomesReady(cluster, exited);
  } catch (error) {
    await stop();
    throw error;
  }
  void exited.then((reason) => {
    if (isStopping) return;
    releaseGuard();
    onExit?.(`PostgreSQL stopped: ${reason}.\n${lastLines(cluster.log)}`);
  });
  const login = `${cluster.user}:${encodeURIComponent(cluster.password)}`;
  return {
    port,
    pid,
    url: (database) => `postgresql://${login}@127.0.0.1:${port}/${encodeURIComponent(database)}`,
    stop,
  };
}
