import { setTimeout as delay } from "node:timers/promises";
import { publish, startRun } from "../lib/studio-client.mjs";
import { signalProcess } from "../lib/processes.mjs";
import { Bench } from "./bench.mjs";
import { callsForItems, chainOfCalls, chainOfReads } from "./chain-of-calls.mjs";
import { readEvents } from "./read-events.mjs";

const runs = 20;
const callsOfRun = 4;
/** Runs of quick calls that only read, which are in the middle of their work when the signal comes. */
const readers = 10;
const readsOfRun = 300;
const longestMs = 25_000;
/** How long calls that are under way go on after the signal. */
const callMs = 4000;

/**
 * One of two servers is asked to end (SIGTERM) while it executes runs that people watch. It takes no more work, lets what is
 * under way come to its end, and leaves with code 0; its runs go on at the other server with no call repeated, and its
 * streams are taken up there without a gap.
 * @returns {Promise<string>} what was done
 */
export async function toldToStop() {
  const bench = await Bench.open();
  try {
    const leaving = await bench.start();
    const apps = [
      await publish(leaving.origin, "Calls", chainOfCalls(bench.receiver.origin, callsOfRun)),
      await publish(leaving.origin, "Calls for items", callsForItems(bench.receiver.origin, callsOfRun)),
    ];
    void bench.receiver.hold("/add");
    /** @type {string[]} */
    const runIds = [];
    for (let count = 0; count < runs; count += 1) {
      const key = `stop-${count}`;
      const appCode = apps[count % apps.length]?.appCode ?? "";
      runIds.push(await startRun(() => leaving.origin, { appCode, inputs: { counter: key }, key }));
    }
    while (bench.receiver.calls.size < runs) await delay(20);
    const reading = await publish(leaving.origin, "Reads", chainOfReads(bench.receiver.origin, readsOfRun));
    const staying = await bench.start();
    for (let count = 0; count < readers; count += 1) {
      const key = `read-${count}`;
      const appCode = reading.appCode ?? "";
      runIds.push(await startRun(() => leaving.origin, { appCode, inputs: { counter: key }, key }));
    }
    const watching = runIds.map((runId) => readEvents(leaving.origin, runId));
    signalProcess(leaving.serverPid, "SIGTERM");
    const toldAt = performance.now();
    await delay(callMs);
    bench.receiver.release();
    await leaving.exited;
    const tookMs = performance.now() - toldAt;
    if (!leaving.lines.includes("The application ended (code 0)."))
      throw new Error(`The server did not end with code 0.\n${leaving.lines.slice(-20).join("\n")}`);
    if (tookMs > longestMs) throw new Error(`The server took ${Math.round(tookMs)} ms to end.`);
    await Promise.all(
      watching.map(async (watched, index) => followOn(staying.origin, runIds[index] ?? "", await watched)),
    );
    const figures = await bench.settle();
    const repeated = [...bench.receiver.calls].filter(([, count]) => count > 1);
    if (repeated.length > 0) throw new Error(`${repeated.length} calls were made again, such as ${repeated[0]?.[0]}.`);
    const { rows } = await bench.sql.query(
      "select max(attempt) as attempts, count(*)::int as count from node_run where kind = 'tool'",
    );
    if (rows[0].attempts !== 1 || rows[0].count !== runs * callsOfRun + readers * readsOfRun)
      throw new Error(`Attempts were spent: ${JSON.stringify(rows[0])}.`);
    return `${runIds.length} runs handed over, none of ${rows[0].count} calls made twice, ended with code 0 after ${(tookMs / 1000).toFixed(1)} s\n${figures}`;
  } finally {
    await bench.close();
  }
}

/**
 * Takes a stream up at another server and compares it with what has to be there.
 * @param {string} origin
 * @param {string} runId
 * @param {import("./read-events.mjs").Read} first
 */
async function followOn(origin, runId, first) {
  if (first.isBroken || !first.isTold) throw new Error(`The stream of ${runId} was cut off, not ended.`);
  const ids = [...first.ids];
  if (!first.isOver) ids.push(...(await readEvents(origin, runId, ids.at(-1))).ids);
  const all = await readEvents(origin, runId);
  if (ids.join() !== all.ids.join())
    throw new Error(`The two parts of ${runId}'s stream are ${ids.join()}, not ${all.ids.join()}.`);
}
