const runs = 10_000;
const slice = 1000;

/**
 * 10,000 runs of one step, queued at once, drain through the bare executor. Slowing is the time of a later thousand by that
 * of the first after the warm-up thousand; sending overlaps with the beginning only.
 * @param {import("../lib/field.mjs").PartInput} input
 * @returns {Promise<import("../lib/report.mjs").PartResult>}
 */
export async function drain({ field }) {
  const executor = await field.executor();
  await executor.call("run", { count: 1, runs: slice });
  const { endedAtMs, elapsedMs } = await executor.call("run", { count: 1, runs });
  /** @type {number[]} */
  const sliceMs = [];
  for (let last = slice; last <= runs; last += slice)
    sliceMs.push(endedAtMs[last - 1] - (endedAtMs[last - slice - 1] ?? 0));
  const [, second = 0, ...later] = sliceMs;
  const value = Math.max(...later) / second;
  return {
    rows: [
      { what: `${runs} queued runs`, values: { "elapsed s": elapsedMs / 1000, "per s": (runs * 1000) / elapsedMs } },
      {
        what: "each thousand, s",
        values: Object.fromEntries(sliceMs.map((ms, place) => [`${place + 1}:`, ms / 1000])),
      },
    ],
    budgets: [{ what: "slowest later thousand by the second", value, limit: 1.3, goal: "at most" }],
  };
}
