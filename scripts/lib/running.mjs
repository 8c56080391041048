import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { holderOf } from "./lock.mjs";
import { stateDir } from "./paths.mjs";
import { beginningOf, hasGone, signalProcess } from "./processes.mjs";

/** The record of the running Signalbox and the lock that lets only one run on this state folder. */
export const serverLockFile = () => join(stateDir(), "server.json");

/**
 * Says where the Signalbox on this state folder runs; when it is only starting, waits until it does.
 * @returns {Promise<boolean>} false when none runs
 */
export async function reportRunning() {
  let hasWaited = false;
  for (;;) {
    const holder = holderOf(serverLockFile());
    if (holder === undefined) return false;
    if (typeof holder.url === "string") {
      console.log(`Signalbox is already running at ${holder.url} (process ${holder.pid}).`);
      return true;
    }
    if (!hasWaited) console.log(`Signalbox is already starting (process ${holder.pid}); waiting for it.`);
    hasWaited = true;
    await delay(200);
  }
}

/**
 * What the lock says about the application: enough to find it again, and only it, after its starter was killed.
 * @param {number} serverPid
 */
export function describeServer(serverPid) {
  return { serverPid, serverBegan: beginningOf(serverPid) };
}

/**
 * Ends the application that a killed earlier start left running.
 * @param {import("./lock.mjs").LockRecord | undefined} record
 */
export async function endLeftServer(record) {
  if (record === undefined) return;
  const { serverPid, serverBegan } = record;
  if (typeof serverPid !== "number" || serverBegan === undefined || beginningOf(serverPid) !== serverBegan) return;
  console.log(`  An earlier start was killed; ending what it left running (process ${serverPid}).`);
  signalProcess(-serverPid, "SIGTERM");
  if (await hasGone(serverPid, 20_000)) return;
  signalProcess(-serverPid, "SIGKILL");
  await hasGone(serverPid, 5_000);
}
