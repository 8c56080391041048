import { createServer } from "node:http";
import { Inngest } from "inngest";
import { serve } from "inngest/next";
import { startEmbeddedEngine } from "../../inngest/embedded/engine.ts";
import { answerCalls } from "../lib/calls.mjs";
import { workStep } from "../lib/workload.mjs";

/**
 * Bare functions on the embedded executor or, with EXECUTOR=server, on the Inngest server that INNGEST_BASE_URL names.
 * The client is configured as the product's.
 */
const usesServer = process.env.EXECUTOR === "server";
const appId = "bench";
const silent = { debug() {}, info() {}, warn: console.warn, error: console.error };

/** @type {Awaited<ReturnType<typeof startEmbeddedEngine>> | undefined} */
let engine;
/** @type {typeof fetch} */
const engineFetch = async (input, init) => {
  if (!engine) throw new Error("The executor has not started.");
  return engine.fetch(input, init);
};
const inngest = new Inngest({
  id: appId,
  logger: silent,
  checkpointing: { maxRuntime: 0, bufferedSteps: 1 },
  ...(usesServer ? {} : { isDev: true, baseUrl: "http://inngest.embedded", fetch: engineFetch }),
});

/** Called once for each run that began its first step, and for each that ended, by the run's key. */
/** @type {Map<string, { began: () => void, ended: () => void }>} */
const watched = new Map();

const functions = [
  inngest.createFunction({ id: "sequence", triggers: { event: "bench/sequence" } }, async ({ event, step }) => {
    const { key, count } = event.data;
    for (let index = 0; index < count; index += 1)
      await step.run(`node-${index}`, () => {
        if (index === 0) watched.get(key)?.began();
        return workStep("pure", index, "");
      });
    watched.get(key)?.ended();
  }),
  inngest.createFunction({ id: "parallel", triggers: { event: "bench/parallel" } }, async ({ event, step }) => {
    const { key, count } = event.data;
    await Promise.all(
      Array.from({ length: count }, (_, index) => step.run(`node-${index}`, () => workStep("pure", index, ""))),
    );
    watched.get(key)?.ended();
  }),
];
const handlers = serve({ client: inngest, functions });
/** @param {Request} request @returns {Promise<Response>} */
const handle = (request) => /** @type {any} */ (handlers)[request.method](request, undefined);

let close = async () => {};
if (usesServer) close = await serveToInngest();
else {
  const connectionString = process.env.DATABASE_URL ?? "";
  engine = await startEmbeddedEngine({ connectionString, appId, handler: handle, logger: silent });
  close = () => /** @type {NonNullable<typeof engine>} */ (engine).stop();
}

/** Serves the functions on a loopback port and registers them with the Inngest server. */
async function serveToInngest() {
  const answer = async (
    /** @type {import("node:http").IncomingMessage} */ incoming,
    /** @type {import("node:http").ServerResponse} */ outgoing,
  ) => {
    const body = (await incoming.toArray()).join("");
    const headers = /** @type {Record<string, string>} */ (incoming.headers);
    const url = `http://${incoming.headers.host}${incoming.url}`;
    const response = await handle(new Request(url, { method: incoming.method, headers, ...(body ? { body } : {}) }));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
  };
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error) => outgoing.writeHead(500).end(String(error)));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const registered = await fetch(`http://127.0.0.1:${port}/api/inngest`, { method: "PUT" });
  if (!registered.ok) throw new Error(`The functions could not be registered: ${await registered.text()}`);
  return async () => {
    server.closeAllConnections();
    server.close();
  };
}

let keys = 0;

/**
 * Starts runs at once and waits for all.
 * @param {{ shape?: "sequence" | "parallel", count: number, runs?: number }} work
 * @returns {Promise<{ elapsedMs: number, firstStepMs: number[], endedAtMs: number[] }>} times since the events were sent
 */
async function run({ shape = "sequence", count, runs = 1 }) {
  /** @type {number[]} */
  const firstStepMs = [];
  /** @type {number[]} */
  const endedAtMs = [];
  const batch = Array.from({ length: runs }, () => `${process.pid}-${(keys += 1)}`);
  const startedAt = performance.now();
  const since = () => performance.now() - startedAt;
  const all = Promise.all(
    batch.map(
      (key) =>
        /** @type {Promise<void>} */ (
          new Promise((resolve) => {
            const ended = () => {
              watched.delete(key);
              endedAtMs.push(since());
              resolve();
            };
            watched.set(key, { began: () => firstStepMs.push(since()), ended });
          })
        ),
    ),
  );
  for (let first = 0; first < runs; first += 500)
    await inngest.send(
      batch.slice(first, first + 500).map((key) => ({ name: `bench/${shape}`, data: { key, count } })),
    );
  await all;
  return { elapsedMs: since(), firstStepMs, endedAtMs };
}

answerCalls({ run }, close);
