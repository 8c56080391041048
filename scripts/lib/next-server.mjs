import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { inspect, stripVTControlCharacters } from "node:util";
import { inRoot, root } from "./paths.mjs";
import { endWithThisProcess, signalProcess } from "./processes.mjs";

const readyTimeoutMs = 180_000;
/**
 * MiB of each half of the space for new objects. A server makes many that live as long as a request; with V8's own 16 a busy one
 * spends much of its time on moving them. It is taken only under load.
 */
const youngSpace = "--max-semi-space-size=48";

/** The application drains its running work before it leaves; this is how long it may take. */
const stopTimeoutMs = 26_000;

/**
 * @typedef {object} NextServer
 * @property {number} pid
 * @property {Promise<string>} exited resolves with how it ended
 * @property {() => void} releaseOutput shows what it has printed so far, and from then on everything at once
 * @property {() => Promise<void>} stop
 */

/** What Next says about itself when it starts; we say where it is when it really is ready. */
const banner = /^\s*$|^ *(▲|✓|- (Local|Network|Environments|Experiments))/;

/**
 * Holds back what the application prints, without Next's banner, until it is released; from then on passes it on.
 * @param {import("node:stream").Readable | null} output null when it goes straight to the terminal
 * @returns {() => void} releases it
 */
function holdBack(output) {
  /** @type {string[] | undefined} */
  let held = [];
  const release = () => {
    for (const line of held ?? []) console.log(line);
    held = undefined;
  };
  if (output === null) return release;
  createInterface({ input: output }).on("line", (line) => {
    if (held === undefined) console.log(line);
    else if (!banner.test(stripVTControlCharacters(line))) held.push(line);
  });
  return release;
}

/**
 * Starts Next itself (no shell, no npm between) in a process group of its own, so that it ends when we say so and not
 * by a Ctrl-C that reached it first.
 * @param {{ isDev: boolean, host: string, port: number, env: Record<string, string> }} options
 * @returns {NextServer}
 */
export function startNext({ isDev, host, port, env }) {
  const args = [
    ...(isDev ? [] : [youngSpace]),
    inRoot("node_modules/next/dist/bin/next"),
    isDev ? "dev" : "start",
    "-p",
    `${port}`,
    "-H",
    host,
  ];
  // Served for real, the application ends by itself when its work is handed over; Next would wait for open streams.
  const signals = isDev ? undefined : { NEXT_MANUAL_SIG_HANDLE: "1" };
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: {
      ...process.env,
      ...env,
      ...signals,
      NODE_ENV: isDev ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
    },
    stdio: ["ignore", isDev ? "inherit" : "pipe", "inherit"],
    detached: true,
  });
  const releaseOutput = holdBack(child.stdout);
  /** @type {Promise<string>} */
  const exited = new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `code ${code}`));
  });
  const { pid } = child;
  if (pid === undefined) throw new Error("Next could not be started.");
  const releaseGuard = endWithThisProcess(-pid, "SIGTERM");
  return {
    pid,
    exited,
    releaseOutput,
    stop: async () => {
      child.kill("SIGTERM");
      const timer = setTimeout(() => signalProcess(-pid, "SIGKILL"), stopTimeoutMs);
      await exited;
      clearTimeout(timer);
      // What Next started and left behind (compiler workers, sandboxes) goes with its group.
      signalProcess(-pid, "SIGKILL");
      releaseGuard();
    },
  };
}

/**
 * @param {string} url
 * @param {AbortSignal} signal
 */
async function ask(url, signal) {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]) });
    const text = `status ${response.status}: ${(await response.text()).slice(0, 500)}`;
    return { isReady: response.status === 200, text };
  } catch (error) {
    return { isReady: false, text: inspect(error, { depth: 1 }) };
  }
}

/**
 * Waits until the application says that it can do its work.
 * @param {string} origin
 * @param {NextServer} server
 * @param {AbortSignal} signal ends the waiting with an error
 */
export async function becomesReady(origin, server, signal) {
  const url = `${origin}/api/ready`;
  const deadline = Date.now() + readyTimeoutMs;
  for (;;) {
    const outcome = await Promise.race([ask(url, signal), server.exited]);
    signal.throwIfAborted();
    if (typeof outcome === "string") throw new Error(`The application ended while it was starting (${outcome}).`);
    if (outcome.isReady) return;
    if (Date.now() > deadline) throw new Error(`The application does not become ready. ${url}: ${outcome.text}`);
    await delay(50);
  }
}
