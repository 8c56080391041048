import { percentile } from "../lib/statistics.mjs";
import { sequenceWorkflow } from "../lib/workload.mjs";

/**
 * From the request to the first event at the client, one run at a time on an idle server.
 * @param {import("../lib/field.mjs").PartInput} input
 * @returns {Promise<import("../lib/report.mjs").PartResult>}
 */
export async function firstEvent({ field, passes }) {
  const product = await field.product();
  const appCode = await product.publish("one node", sequenceWorkflow("pure", 1, field.toolUrl));
  /** @type {number[]} */
  const accepted = [];
  /** @type {number[]} */
  const waits = [];
  for (let turn = -10; turn < 20 * passes; turn += 1) {
    const startedAt = performance.now();
    const runId = await product.start(appCode);
    const acceptedMs = performance.now() - startedAt;
    let firstMs = 0;
    await product.events(runId, { onEvent: () => (firstMs ||= performance.now() - startedAt) });
    // The first ten warm the server up.
    if (turn < 0) continue;
    accepted.push(acceptedMs);
    waits.push(firstMs);
  }
  const [p50, p95] = [percentile(waits, 0.5), percentile(waits, 0.95)];
  return {
    rows: [
      {
        what: "request to its answer",
        values: { "p50 ms": percentile(accepted, 0.5), "p95 ms": percentile(accepted, 0.95) },
      },
      { what: "request to first event", values: { "p50 ms": p50, "p95 ms": p95 } },
    ],
    budgets: [
      { what: "request to first event, p50 ms", value: p50, limit: 40, goal: "at most" },
      { what: "request to first event, p95 ms", value: p95, limit: 100, goal: "at most" },
    ],
  };
}
