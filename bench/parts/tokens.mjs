import { setTimeout as delay } from "node:timers/promises";
import { nowMicros } from "../lib/loopback-servers.mjs";
import { percentile } from "../lib/statistics.mjs";

const perSecond = 30;
/** Streams begin one after the other, as people come: the work of beginning them is not what is measured here. */
const betweenBeginningsMs = 20;
/** For how long all of them are open at once. */
const togetherMs = 8000;

/**
 * @param {string} prompt
 * @returns {object} a workflow whose answer is the model's text, streamed
 */
export const modelWorkflow = (prompt) => ({
  version: "1.0",
  inputs: [{ name: "query", type: "string", required: true }],
  nodes: [
    { id: "start", type: "start", config: {} },
    { id: "ask", type: "llm", config: { prompt } },
    { id: "say", type: "answer", config: { template: "{{ nodes.ask.text }}" } },
  ],
  edges: [
    { source: "start", target: "ask" },
    { source: "ask", target: "say" },
  ],
  settings: {},
});

/**
 * What Signalbox adds to each streamed token, from the model server's write to the client's event, every delta stored
 * before it is shown: of runs that are executed in the web server's process, and in a worker beside it. Only tokens that
 * were sent while all streams were open count.
 * @param {import("../lib/field.mjs").PartInput} input
 * @returns {Promise<import("../lib/report.mjs").PartResult>}
 */
export async function tokenLatency({ field }) {
  /** @type {import("../lib/report.mjs").PartResult} */
  const result = { rows: [], budgets: [] };
  for (const { where, product, limits } of [
    { where: "in the server's process", product: await field.product(), limits: [3, 10] },
    { where: "in a worker", product: await field.productWithWorker(), limits: [10, 25] },
  ]) {
    await measure(product, 1, field.models.streams);
    for (const streams of [1, 50, 200]) {
      const { latencies, lost, peak } = await measure(product, streams, field.models.streams);
      const [p50, p95] = [percentile(latencies, 0.5), percentile(latencies, 0.95)];
      const what = `${streams} streams of ${perSecond} tokens a second, ${where}`;
      const p99 = percentile(latencies, 0.99);
      result.rows.push({ what, values: { "p50 ms": p50, "p95 ms": p95, "p99 ms": p99, "at once": peak, lost } });
      result.budgets.push({
        what: `${streams} streams, ${where}: tokens lost`,
        value: lost,
        limit: 0,
        goal: "at most",
      });
      if (streams !== 200) continue;
      result.budgets.push(
        { what: `streams served at once, ${where}`, value: peak, limit: streams, goal: "at least" },
        { what: `200 streams, ${where}: added ms, p50`, value: p50, limit: limits[0], goal: "at most" },
        { what: `200 streams, ${where}: added ms, p95`, value: p95, limit: limits[1], goal: "at most" },
      );
    }
  }
  return result;
}

/**
 * @param {import("../lib/product.mjs").Product} product
 * @param {number} streams
 * @param {{ peak: number }} served by the model server
 * @returns {Promise<{ latencies: number[], lost: number, peak: number }>} milliseconds of the way of each token that was sent
 *   while all streams were open
 */
async function measure(product, streams, served) {
  served.peak = 0;
  const tokens = Math.ceil(((streams * betweenBeginningsMs + togetherMs) / 1000) * perSecond);
  const appCode = await product.publish(`${streams} streams`, modelWorkflow(`stream ${tokens} ${perSecond}`));
  const ways = await Promise.all(
    Array.from({ length: streams }, async (_, number) => {
      await delay(number * betweenBeginningsMs);
      return streamThrough(product, appCode);
    }),
  );
  const from = Math.max(...ways.map((way) => way[0]?.sentAt ?? 0));
  const to = Math.min(...ways.map((way) => way.at(-1)?.sentAt ?? 0));
  const together = ways.flat().filter(({ sentAt }) => sentAt >= from && sentAt <= to);
  return {
    latencies: together.map(({ sentAt, arrivedAt }) => (arrivedAt - sentAt) / 1000),
    lost: streams * tokens - ways.flat().length,
    peak: served.peak,
  };
}

/**
 * @param {import("../lib/product.mjs").Product} product
 * @param {string} appCode
 * @returns {Promise<{ sentAt: number, arrivedAt: number }[]>} microseconds, for each token in order
 */
async function streamThrough(product, appCode) {
  /** @type {{ sentAt: number, arrivedAt: number }[]} */
  const way = [];
  await product.events(await product.start(appCode), {
    onEvent: (event) => {
      if (event.type !== "TEXT_MESSAGE_CONTENT") return;
      const arrivedAt = nowMicros();
      for (const sentAt of event.delta.trim().split(" ")) way.push({ sentAt: Number(sentAt), arrivedAt });
    },
  });
  return way;
}
