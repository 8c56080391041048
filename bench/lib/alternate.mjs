import { median } from "./statistics.mjs";

/** Turns that count for nothing: a process that was just started is still compiling its code. */
const warmUps = 20;

/**
 * Runs the contenders in turns (A B A B), so that a slow moment of the machine falls on all of them. Each has the same number of
 * turns before that, to warm up.
 * @param {Record<string, () => Promise<number>>} contenders each does its work once and gives the measured number
 * @param {number} passes
 * @returns {Promise<Record<string, number[]>>} what each turn gave, by contender
 */
export async function alternate(contenders, passes) {
  const names = Object.keys(contenders);
  for (let turn = 0; turn < warmUps; turn += 1) {
    for (const name of names) await contenders[name]();
  }
  /** @type {Record<string, number[]>} */
  const measured = Object.fromEntries(names.map((name) => [name, []]));
  for (let pass = 0; pass < passes; pass += 1) {
    for (const name of names) measured[name].push(await contenders[name]());
  }
  return measured;
}

/**
 * @param {readonly number[]} values
 * @param {"low" | "high"} goal which of them is the best
 */
export function bestAndMedian(values, goal = "low") {
  return { best: goal === "low" ? Math.min(...values) : Math.max(...values), median: median(values) };
}
