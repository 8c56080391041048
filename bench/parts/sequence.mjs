import { alternate, bestAndMedian } from "../lib/alternate.mjs";
import { framingNodes, sequenceWorkflow } from "../lib/workload.mjs";

const count = 100;

/**
 * 100 nodes in sequence. The product's time is a client's: from the request to the last event received, with node runs,
 * spans and events stored on the way. The others' is that of the bare call inside their own process.
 * @param {import("../lib/field.mjs").PartInput} input
 * @returns {Promise<import("../lib/report.mjs").PartResult>}
 */
export async function sequence({ field, passes }) {
  const { toolUrl } = field;
  const product = await field.product();
  const [dbos, langgraph, langgraphAwaited] = await Promise.all([
    field.dbos(),
    field.langgraph(),
    field.langgraphAwaited(),
  ]);
  /** @type {import("../lib/report.mjs").PartResult} */
  const result = { rows: [], budgets: [] };
  for (const kind of /** @type {const} */ (["pure", "effectful", "writing"])) {
    const work = { kind, count, toolUrl };
    const appCode = await product.publish(`sequence ${kind}`, sequenceWorkflow(kind, count, toolUrl));
    const measured = await alternate(
      {
        product: async () => {
          const startedAt = performance.now();
          await product.run(appCode, count + framingNodes);
          return performance.now() - startedAt;
        },
        dbos: () => dbos.call("run", { ...work, runs: 1 }),
        langgraph: () => langgraph.call("run", { ...work, durability: "async" }),
        "langgraph, each checkpoint awaited": () => langgraphAwaited.call("run", { ...work, durability: "sync" }),
      },
      passes,
    );
    for (const [name, values] of Object.entries(measured)) {
      const { best, median } = bestAndMedian(values);
      result.rows.push({ what: `${count} ${kind} nodes, ${name}`, values: { "best ms": best, "median ms": median } });
    }
    if (kind === "writing") continue;
    const medianOf = (/** @type {string} */ name) => bestAndMedian(measured[name]).median;
    result.budgets.push({
      what: `${kind}: time by DBOS's`,
      value: medianOf("product") / medianOf("dbos"),
      limit: kind === "pure" ? 0.3 : 0.9,
      goal: "at most",
    });
    if (kind === "effectful")
      result.budgets.push({
        what: "effectful: time by LangGraph's",
        value: medianOf("product") / medianOf("langgraph"),
        limit: 0.4,
        goal: "at most",
      });
  }
  return result;
}
