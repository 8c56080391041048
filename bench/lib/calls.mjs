import { fork } from "node:child_process";

/**
 * A contender in a process of its own, asked by messages.
 * @typedef {object} Contender
 * @property {(name: string, input?: object) => Promise<any>} call does one named piece of work there
 * @property {() => Promise<void>} stop
 */

/**
 * Starts a contender and waits until it is ready.
 * @param {URL} file
 * @param {{ env: Record<string, string>, execArgv?: string[] }} options
 * @returns {Promise<Contender>}
 */
export async function startContender(file, { env, execArgv = [] }) {
  const child = fork(file, {
    env: { ...process.env, ...env },
    execArgv,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
  const open = new Map();
  let isStopping = false;
  /** @type {Promise<void>} */
  const exited = new Promise((resolve) => {
    child.once("exit", (code, signal) => {
      const error = new Error(`${file.pathname} ended with ${signal ?? `code ${code}`}.`);
      for (const { reject } of open.values()) reject(error);
      if (!isStopping && open.size === 0) process.stderr.write(`${error.message}\n`);
      resolve();
    });
  });
  child.on("message", (/** @type {{ id: number, value?: unknown, error?: string }} */ { id, value, error }) => {
    const waiting = open.get(id);
    open.delete(id);
    if (error === undefined) waiting?.resolve(value);
    else waiting?.reject(new Error(error));
  });
  let calls = 0;
  const call = (/** @type {string} */ name, input = {}) =>
    new Promise((resolve, reject) => {
      calls += 1;
      open.set(calls, { resolve, reject });
      child.send({ id: calls, name, input });
    });
  await call("ready");
  return {
    call,
    stop: async () => {
      isStopping = true;
      child.disconnect();
      const timer = setTimeout(() => child.kill("SIGKILL"), 15_000);
      await exited;
      clearTimeout(timer);
    },
  };
}

/**
 * The other end: answers calls by name until the parent lets go.
 * @param {Record<string, (input: any) => Promise<unknown>>} handlers
 * @param {() => Promise<void>} close
 */
export function answerCalls(handlers, close) {
  process.on("message", (/** @type {{ id: number, name: string, input: object }} */ { id, name, input }) => {
    const work = name === "ready" ? Promise.resolve() : Promise.resolve().then(() => handlers[name](input));
    work.then(
      (value) => process.send?.({ id, value }),
      (error) => process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  process.once("disconnect", () => {
    close().then(
      () => process.exit(0),
      (error) => {
        process.stderr.write(`${error}\n`);
        process.exit(1);
      },
    );
  });
}
