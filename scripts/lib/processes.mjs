import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/**
 * @param {number} pid
 * @param {string} column of ps
 * @returns {string | undefined}
 */
function askPs(pid, column) {
  const { stdout } = spawnSync("ps", ["-p", String(pid), "-o", `${column}=`], { encoding: "utf8" });
  return stdout?.trim() || undefined;
}

/**
 * @param {number} pid
 * @param {string} file
 * @returns {string | undefined} undefined when the process has gone
 */
function readProc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === "ENOENT" || code === "ESRCH") return undefined;
    throw error;
  }
}

/**
 * The command line of a process, or undefined when it has gone (one that has ended but was not reaped counts as gone).
 * @param {number} pid
 * @returns {string | undefined}
 */
export function commandOf(pid) {
  if (process.platform !== "linux") return askPs(pid, "command");
  return readProc(pid, "cmdline")?.replaceAll("\0", " ").trim() || undefined;
}

/**
 * When a process began, in a form that only serves to compare: a number given again to another process differs here.
 * @param {number} pid
 * @returns {string | undefined} undefined when it has gone
 */
export function beginningOf(pid) {
  if (process.platform !== "linux") return askPs(pid, "lstart");
  // The second field is the program's name in brackets and may hold anything; the start time is field 22.
  const fields = readProc(pid, "stat")?.replace(/^.*\)/s, "").trim().split(" ");
  return fields === undefined || fields[0] === "Z" ? undefined : fields[19];
}

/**
 * Signals a process, or with a negative number its whole group. One that has gone already is fine.
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
export function signalProcess(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
  }
}

/**
 * Waits until a process has gone.
 * @param {number} pid
 * @param {number} timeoutMs
 * @returns {Promise<boolean>} false when it is still there after the time
 */
export async function hasGone(pid, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  while (beginningOf(pid) !== undefined) {
    if (Date.now() > deadline) return false;
    await delay(25);
  }
  return true;
}

/**
 * Signals `target` as soon as this process ends, however it ends (kill -9 included): a waiting shell sees its input close.
 * @param {number} target a process, or negative: a process group
 * @param {NodeJS.Signals} signal
 * @param {string} [folderToRemove] a temporary folder to remove once the target has gone
 * @returns {() => void} call it when the target has ended in good order
 */
export function endWithThisProcess(target, signal, folderToRemove = "") {
  if (process.platform === "win32") return () => {};
  const script = `cat >/dev/null; kill -s "$1" -- "$2" 2>/dev/null
    if [ -n "$3" ]; then while kill -s 0 -- "$2" 2>/dev/null; do sleep 0.1; done; rm -rf -- "$3"; fi`;
  const args = ["-c", script, "guard", signal.replace(/^SIG/, ""), String(target), folderToRemove];
  const guard = spawn("sh", args, { detached: true, stdio: ["pipe", "ignore", "ignore"], cwd: "/" });
  guard.unref();
  /** @type {import("node:net").Socket} */ (guard.stdin).unref();
  return () => {
    if (guard.pid !== undefined) signalProcess(-guard.pid, "SIGKILL");
  };
}
