import { alternate, bestAndMedian } from "../lib/alternate.mjs";
import { framingNodes, sequenceWorkflow } from "../lib/workload.mjs";

const runs = 100;
const count = 10;

/**
 * 100 runs of 10 pure nodes at once, in nodes (DBOS: steps) per second. The product's runs are asked for one by one over
 * HTTP and each is followed by its own event stream.
 * @param {import("../lib/field.mjs").PartInput} input
 * @returns {Promise<import("../lib/report.mjs").PartResult>}
 */
export async function concurrentRuns({ field, passes }) {
  const [product, dbos] = [await field.product(), await field.dbos()];
  const appCode = await product.publish("ten nodes", sequenceWorkflow("pure", count, field.toolUrl));
  const perSecond = (/** @type {number} */ elapsedMs) => (runs * count * 1000) / elapsedMs;
  const measured = await alternate(
    {
      product: async () => {
        const startedAt = performance.now();
        await Promise.all(Array.from({ length: runs }, () => product.run(appCode, count + framingNodes)));
        return perSecond(performance.now() - startedAt);
      },
      dbos: async () => perSecond(await dbos.call("run", { kind: "pure", count, toolUrl: field.toolUrl, runs })),
    },
    passes,
  );
  const rows = Object.entries(measured).map(([name, values]) => {
    const { best, median } = bestAndMedian(values, "high");
    return { what: `${runs} runs of ${count} nodes, ${name}`, values: { "best per s": best, "median per s": median } };
  });
  const value = bestAndMedian(measured.product, "high").median / bestAndMedian(measured.dbos, "high").median;
  return {
    rows,
    budgets: [
      { what: "steps per second by DBOS's", value, limit: 1.5, goal: "at least" },
      { what: "streams that ended before their run", value: product.takeEarlyEnds(), limit: 0, goal: "at most" },
    ],
  };
}
