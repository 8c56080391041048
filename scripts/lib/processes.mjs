import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/**
 * The command line of a process, or undefined when there is none (a finished process that nobody has reaped yet counts as none).
 * @param {number} pid
 * @returns {string | undefined}
 */
export function commandOf(pid) {
  try {
    if (process.platform === "linux") {
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
      return command === "" ? undefined : command;
    }
    return execFileSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" }).trim() || undefined;
  } catch {
    // Both ways of asking fail in exactly one case: the process is gone.
    return undefined;
  }
}

/**
 * Signals a process, or with a negative number its whole group. A process that is already gone is fine.
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
  while (commandOf(pid) !== undefined) {
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
export function endWithThisProcess(target, signal, folderToRemove) {
  if (process.platform === "win32") return () => {};
  const script = `cat >/dev/null; kill -s "$1" -- "$2" 2>/dev/null
    if [ -n "$3" ]; then while kill -0 -- "$2" 2>/dev/null; do sleep 0.1; done; rm -rf -- "$3"; fi`;
  const guard = spawn("sh", ["-c", script, "guard", signal.replace(/^SIG/, ""), String(target), folderToRemove ?? ""], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    cwd: "/",
  });
  guard.unref();
  /** @type {import("node:net").Socket} */ (guard.stdin).unref();
  return () => {
    if (guard.pid !== undefined) signalProcess(-guard.pid, "SIGKILL");
  };
}
