import { alternate, bestAndMedian } from "../lib/alternate.mjs";
import { growthExponent, percentile } from "../lib/statistics.mjs";

/** @typedef {import("../lib/calls.mjs").Contender} Contender */

const sizes = [10, 30, 100, 300, 1000];
const mostGrowth = 1.1;

/**
 * The bare executor, and beside it the Inngest server that INNGEST_BASE_URL names: the same functions, the same SDK.
 * @param {import("../lib/field.mjs").PartInput} input
 * @returns {Promise<import("../lib/report.mjs").PartResult>}
 */
export async function executor({ field, passes }) {
  /** @type {Record<string, Contender>} */
  const drives = { embedded: await field.executor() };
  if (process.env.INNGEST_BASE_URL) drives.server = await field.inngestServer();
  /** @type {import("../lib/report.mjs").PartResult} */
  const result = { rows: [], budgets: [] };

  /** @param {string} what @param {object} work @param {(ended: any) => number} read @param {"low" | "high"} goal @param {string} unit */
  const measure = async (what, work, read, goal, unit) => {
    const turns = Object.entries(drives).map(([name, drive]) => [
      name,
      async () => read(await drive.call("run", work)),
    ]);
    const measured = await alternate(Object.fromEntries(turns), passes);
    for (const [name, values] of Object.entries(measured)) {
      const { best, median } = bestAndMedian(values, goal);
      result.rows.push({ what: `${what}, ${name}`, values: { [`best ${unit}`]: best, [`median ${unit}`]: median } });
    }
  };
  const elapsed = (/** @type {{ elapsedMs: number }} */ { elapsedMs }) => elapsedMs;
  await measure("100 steps in sequence", { count: 100 }, elapsed, "low", "ms");
  await measure("50 steps in parallel", { shape: "parallel", count: 50 }, elapsed, "low", "ms");
  const perSecond = (/** @type {{ elapsedMs: number }} */ { elapsedMs }) => 1_000_000 / elapsedMs;
  await measure("100 runs of 10 steps", { count: 10, runs: 100 }, perSecond, "high", "per s");

  for (const [name, drive] of Object.entries(drives)) {
    /** @type {number[]} */
    const waits = [];
    for (let turn = 0; turn < 20 * passes; turn += 1)
      waits.push((await drive.call("run", { count: 1 })).firstStepMs[0]);
    const values = { "p50 ms": percentile(waits, 0.5), "p95 ms": percentile(waits, 0.95) };
    result.rows.push({ what: `event to first step, ${name}`, values });
  }

  const points = [];
  for (const count of sizes) {
    const measured = await alternate(
      { run: async () => elapsed(await drives.embedded.call("run", { count })) },
      passes,
    );
    const { best } = bestAndMedian(measured.run);
    points.push({ x: count, y: best });
    result.rows.push({ what: `${count} steps in sequence, embedded`, values: { "best ms": best } });
  }
  result.budgets.push({
    what: `exponent of the growth from ${sizes[0]} to ${sizes.at(-1)} steps`,
    value: growthExponent(points),
    limit: mostGrowth,
    goal: "at most",
  });
  return result;
}
