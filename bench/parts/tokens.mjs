import { nowMicros } from "../lib/loopback-servers.mjs";
import { percentile } from "../lib/statistics.mjs";

const perSecond = 30;
const tokens = 150;

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
 * before it is shown. All runs are executed in the web server's process.
 * @param {import("../lib/field.mjs").PartInput} input
 * @returns {Promise<import("../lib/report.mjs").PartResult>}
 */
export async function tokenLatency({ field }) {
  const product = await field.product();
  const appCode = await product.publish("streamed tokens", modelWorkflow(`stream ${tokens} ${perSecond}`));
  /** @type {import("../lib/report.mjs").PartResult} */
  const result = { rows: [], budgets: [] };
  await streamThrough(product, appCode);
  for (const streams of [1, 50, 200]) {
    field.models.streams.peak = 0;
    const latencies = (
      await Promise.all(Array.from({ length: streams }, () => streamThrough(product, appCode)))
    ).flat();
    const [p50, p95] = [percentile(latencies, 0.5), percentile(latencies, 0.95)];
    const { peak } = field.models.streams;
    const lost = streams * tokens - latencies.length;
    result.rows.push({
      what: `${streams} streams of ${perSecond} tokens a second`,
      values: { "p50 ms": p50, "p95 ms": p95, "p99 ms": percentile(latencies, 0.99), "at once": peak, lost },
    });
    result.budgets.push({ what: `${streams} streams: tokens lost`, value: lost, limit: 0, goal: "at most" });
    if (streams !== 200) continue;
    result.budgets.push(
      { what: "streams served at once", value: peak, limit: streams, goal: "at least" },
      { what: "200 streams: added ms, p50", value: p50, limit: 3, goal: "at most" },
      { what: "200 streams: added ms, p95", value: p95, limit: 10, goal: "at most" },
    );
  }
  return result;
}

/**
 * @param {import("../lib/product.mjs").Product} product
 * @param {string} appCode
 * @returns {Promise<number[]>} milliseconds of each token's way, in order
 */
async function streamThrough(product, appCode) {
  /** @type {number[]} */
  const latencies = [];
  await product.events(await product.start(appCode), {
    onEvent: (event) => {
      if (event.type !== "TEXT_MESSAGE_CONTENT") return;
      const arrivedAt = nowMicros();
      for (const sentAt of event.delta.trim().split(" ")) latencies.push((arrivedAt - Number(sentAt)) / 1000);
    },
  });
  return latencies;
}
