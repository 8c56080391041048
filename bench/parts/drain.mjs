const runs = 10_000;
const slice = 1000;

/**
 * 10,000 runs of one step, sent at once, drain through the bare executor. Slowing is the time of a thousand by that of the
 * fastest thousand before it: sending overlaps with the first ones, which makes them slow and no measure for the rest.
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
  const slowing = sliceMs.slice(1).map((ms, place) => ms / Math.min(...sliceMs.slice(0, place + 1)));
  const value = Math.max(...slowing);
  return {
    rows: [
      { what: `${runs} queued runs`, values: { "elapsed s": elapsedMs / 1000, "per s": (runs * 1000) / elapsedMs } },
      {
        what: "each thousand, s",
        values: Object.fromEntries(sliceMs.map((ms, place) => [`${place + 1}:`, ms / 1000])),
      },
    ],
    budgets: [{ what: "slowest thousand by the fastest before it", value, limit: 1.3, goal: "at most" }],
  };
}
