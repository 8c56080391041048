// Tries, from inside the jail, what guest code must never be able to do. Arguments: a file that must be readable, one that
// must not be, and a loopback port that somebody listens on. Prints what was refused; ../jail.ts decides.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";

const [readableFile, hiddenFile, port] = process.argv.slice(2);

function isRefused(attempt) {
  try {
    attempt();
    return false;
  } catch {
    return true;
  }
}

function isConnectionRefused() {
  return new Promise((resolve) => {
    process.once("uncaughtException", () => resolve(true));
    try {
      const socket = net.connect(Number(port), "127.0.0.1");
      socket.once("connect", () => resolve(false));
      socket.once("error", () => resolve(true));
    } catch {
      resolve(true);
    }
  });
}

const findings = {
  canReadRunner: !isRefused(() => fs.readFileSync(readableFile)),
  isFileHidden: isRefused(() => fs.readFileSync(hiddenFile)),
  isSpawnRefused: isRefused(() => {
    const { error } = spawnSync(process.execPath, ["--version"]);
    if (error) throw error;
  }),
  isEvalRefused: isRefused(() => new Function("return 1")()),
  isNetworkRefused: await isConnectionRefused(),
  isEnvironmentEmpty: Object.keys(process.env).length === 0,
};
fs.writeSync(1, JSON.stringify(findings));
process.exit(0);
