import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { cleanEnvironment } from "../../e2e/fixtures/clean-environment.mjs";
import { inRoot } from "../lib/paths.mjs";
import { hasGone, signalProcess } from "../lib/processes.mjs";
import { followedProcess } from "../lib/stop-requests.mjs";

const readyTimeoutMs = 180_000;
const keptLines = 4000;

/**
 * @typedef {object} Installation
 * @property {string} origin
 * @property {number} serverPid the application's process, which leads a group of its own
 * @property {string[]} lines what starter and application have printed, the newest at the end
 * @property {Promise<number | null>} exited the starter's exit code; null when it was killed
 * @property {() => Promise<void>} kill ends the application as a crash would and waits until its starter has noticed
 * @property {() => Promise<void>} stop asks it to end and waits
 */

/**
 * @typedef {object} WorkerProcess a process that executes runs and serves nothing
 * @property {number} pid
 * @property {string[]} lines
 * @property {Promise<number | null>} exited
 * @property {() => Promise<void>} kill
 * @property {() => Promise<void>} stop
 */

/**
 * Reads what a child prints, line by line, until one says that it is ready.
 * @param {import("node:child_process").ChildProcessByStdio<null, import("node:stream").Readable, import("node:stream").Readable>} child
 * @param {RegExp} whenReady
 * @returns {{ lines: string[], exited: Promise<number | null>, ready: Promise<string> }} `ready` gives the first group
 */
function watchOutput(child, whenReady) {
  /** @type {string[]} */
  const lines = [];
  /** @type {Promise<number | null>} */
  const exited = new Promise((resolve) => child.once("close", resolve));
  /** @type {Promise<string>} */
  const ready = new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ reason) => reject(new Error(`${reason}\n${lines.slice(-40).join("\n")}`));
    const timer = setTimeout(() => {
      child.kill("SIGTERM");
      fail("A process does not become ready.");
    }, readyTimeoutMs);
    child.once("close", (code) => {
      clearTimeout(timer);
      fail(`A process ended with code ${code}.`);
    });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        lines.push(line);
        if (lines.length > keptLines) lines.shift();
        const found = whenReady.exec(line);
        if (found === null) return;
        clearTimeout(timer);
        resolve(found[1] ?? "");
      });
    }
  });
  return { lines, exited, ready };
}

/**
 * @param {string} script
 * @param {string} stateFolder
 * @param {Record<string, string>} settings
 */
function startScript(script, stateFolder, settings) {
  return spawn(process.execPath, [inRoot("scripts", script)], {
    stdio: ["ignore", "pipe", "pipe"],
    env: cleanEnvironment({
      SIGNALBOX_STATE_DIR: stateFolder,
      [followedProcess]: String(process.pid),
      ...settings,
    }),
  });
}

/**
 * Starts a worker by the product's own script and waits until it says that it executes runs.
 * @param {{ stateFolder: string, settings: Record<string, string> }} options
 * @returns {Promise<WorkerProcess>}
 */
export async function startWorker({ stateFolder, settings }) {
  const child = startScript("worker.mjs", stateFolder, settings);
  const { lines, exited, ready } = watchOutput(child, /process (\d+)\) executes runs/);
  const pid = Number(await ready);
  return {
    pid,
    lines,
    exited,
    async kill() {
      signalProcess(pid, "SIGKILL");
      await exited;
    },
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

/**
 * Starts the production build by the product's own start script and waits until it says that it is ready.
 * @param {{ stateFolder: string, port: number, settings: Record<string, string> }} options
 * @returns {Promise<Installation>}
 */
export async function startInstallation({ stateFolder, port, settings }) {
  const child = startScript("start.mjs", stateFolder, { PORT: String(port), ...settings });
  const { lines, exited, ready } = watchOutput(child, /is ready at (\S+)/);
  const origin = await ready;
  const { serverPid } = JSON.parse(readFileSync(join(stateFolder, "server.json"), "utf8"));
  return {
    origin,
    serverPid,
    lines,
    exited,
    async kill() {
      signalProcess(-serverPid, "SIGKILL");
      await exited;
      if (!(await hasGone(serverPid, 10_000))) throw new Error("The application outlived kill -9.");
    },
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}
