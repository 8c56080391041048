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
 * Starts the production build by the product's own start script and waits until it says that it is ready.
 * @param {{ stateFolder: string, port: number, settings: Record<string, string> }} options
 * @returns {Promise<Installation>}
 */
export async function startInstallation({ stateFolder, port, settings }) {
  const child = spawn(process.execPath, [inRoot("scripts/start.mjs")], {
    stdio: ["ignore", "pipe", "pipe"],
    env: cleanEnvironment({
      SIGNALBOX_STATE_DIR: stateFolder,
      PORT: String(port),
      [followedProcess]: String(process.pid),
      ...settings,
    }),
  });
  /** @type {string[]} */
  const lines = [];
  /** @type {Promise<number | null>} */
  const exited = new Promise((resolve) => child.once("close", resolve));
  const origin = await new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ reason) => reject(new Error(`${reason}\n${lines.slice(-40).join("\n")}`));
    const timer = setTimeout(() => {
      child.kill("SIGTERM");
      fail("The installation does not become ready.");
    }, readyTimeoutMs);
    child.once("close", (code) => {
      clearTimeout(timer);
      fail(`The installation ended with code ${code}.`);
    });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        lines.push(line);
        if (lines.length > keptLines) lines.shift();
        const ready = /is ready at (\S+)/.exec(line)?.[1];
        if (ready === undefined) return;
        clearTimeout(timer);
        resolve(ready);
      });
    }
  });
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
