import { setTimeout as delay } from "node:timers/promises";
import { publish, startRun } from "../lib/studio-client.mjs";
import { Bench } from "./bench.mjs";
import { chainOfCalls } from "./chain-of-calls.mjs";
import { startDatabaseProxy } from "./database-proxy.mjs";
import { readEvents } from "./read-events.mjs";

const runs = 20;
const awayMs = 60_000;
/** The first moment is left out of the count: what was under way then fails together. */
const settlingMs = 2000;
const mostAttemptsASecond = 5;
const mostLines = 1000;

/**
 * A server and a worker lose their database for a minute, with runs under way and people watching. Meanwhile it is asked
 * seldom, streams stay open with their heartbeats, and requests are told to come back; afterwards every run comes to its end.
 * @returns {Promise<string>} what was done
 */
export async function databaseAway() {
  const bench = await Bench.open();
  const proxy = await startDatabaseProxy(bench.database.url);
  try {
    const server = await bench.start({ DATABASE_URL: proxy.url });
    const worker = await bench.startWorker({ DATABASE_URL: proxy.url });
    const { appCode } = await publish(server.origin, "Calls", chainOfCalls(bench.receiver.origin, 4));
    void bench.receiver.hold("/add");
    /** @type {string[]} */
    const runIds = [];
    for (let count = 0; count < runs; count += 1) {
      const key = `away-${count}`;
      runIds.push(await startRun(() => server.origin, { appCode, inputs: { counter: key }, key }));
    }
    while (bench.receiver.calls.size < runs) await delay(20);
    const watching = runIds.map((runId) => readEvents(server.origin, runId));
    await delay(1000);
    proxy.cut();
    bench.receiver.release();
    await delay(settlingMs);
    const lines = () => server.lines.length + worker.lines.length;
    const before = { attempts: proxy.attempts, lines: lines() };
    const until = Date.now() + awayMs;
    while (Date.now() < until) {
      await delay(1000);
      await expectUnavailable(server.origin, appCode);
    }
    const perSecond = (proxy.attempts - before.attempts) / (awayMs / 1000);
    const printed = lines() - before.lines;
    proxy.restore();
    const read = await Promise.all(watching);
    const figures = await bench.settle();
    const heartbeats = Math.min(...read.map((one) => one.heartbeats));
    if (perSecond >= mostAttemptsASecond * 2)
      throw new Error(`Two processes asked ${perSecond.toFixed(1)} times a second.`);
    if (printed > mostLines) throw new Error(`${printed} lines were printed meanwhile.`);
    if (heartbeats < 3) throw new Error(`A stream had ${heartbeats} heartbeats in a minute.`);
    if (read.some((one) => one.isBroken || !one.isOver)) throw new Error("A stream did not last to its run's end.");
    return `${runs} runs; a server and a worker together asked ${perSecond.toFixed(1)} times a second and printed ${printed} lines, streams had ${heartbeats} heartbeats\n${figures}`;
  } finally {
    await bench.close();
    await proxy.close();
  }
}

/** @param {string} origin @param {string} appCode */
async function expectUnavailable(origin, appCode) {
  const response = await fetch(`${origin}/api/v1/agent/runs`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ app_code: appCode, inputs: { counter: "never" } }),
    signal: AbortSignal.timeout(20_000),
  });
  const body = await response.json();
  if (response.status === 503 && body.code === "database_unavailable" && response.headers.has("retry-after")) return;
  throw new Error(`While the database was away, a request was answered ${response.status} ${JSON.stringify(body)}.`);
}
