import { seconds } from "../lib/progress.mjs";
import { databaseAway } from "./database-away.mjs";
import { connectionKills, databaseRestarts } from "./database-faults.mjs";
import { faultPoints } from "./fault-points.mjs";
import { fullDisk } from "./full-disk.mjs";
import { killLoop } from "./kill-loop.mjs";
import { toldToStop } from "./told-to-stop.mjs";
import { frozenServer, twoServers } from "./two-servers.mjs";
import { frozenWorker, takeOver } from "./workers.mjs";

/**
 * `share` is the part of the whole time that a scenario gets; one without a share takes as long as it takes.
 * @typedef {object} Scenario
 * @property {string} name
 * @property {number} [share]
 * @property {boolean} [isLong] runs only when minutes are given
 * @property {(options: { forMs: number, seed: number }) => Promise<string>} run
 */

/** @type {Scenario[]} */
const scenarios = [
  { name: "kill -9 of a server and two workers in a loop", share: 0.5, run: killLoop },
  { name: "connections terminated in a loop", share: 0.15, run: connectionKills },
  { name: "immediate restarts of the database", share: 0.35, run: databaseRestarts },
  { name: "kill -9 at each named point", isLong: true, run: faultPoints },
  { name: "take-over of a killed worker's runs", isLong: true, run: takeOver },
  { name: "a server told to stop", isLong: true, run: toldToStop },
  { name: "the database away for a minute", isLong: true, run: databaseAway },
  { name: "two servers, one of them killed in a loop", share: 0.2, isLong: true, run: twoServers },
  { name: "a server frozen for longer than its leases", isLong: true, run: frozenServer },
  { name: "a worker frozen for longer than its leases", isLong: true, run: frozenWorker },
  { name: "a full disk", isLong: true, run: fullDisk },
];

/** Together with the starts this stays under a minute on an idle machine. */
const shortMs = 12_000;

/**
 * Runs the scenarios one after the other and ends with the line `N passed, N failed`.
 * @param {{ minutes?: number, seed: number, only?: string }} options without minutes: the short form
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runScenarios({ minutes, seed, only = "" }) {
  const chosen = scenarios.filter(
    ({ name, isLong }) => name.includes(only) && (only !== "" || minutes !== undefined || !isLong),
  );
  const totalMs = minutes === undefined ? shortMs : minutes * 60_000;
  const counts = { passed: 0, failed: 0 };
  console.log(`Seed ${seed}; the same graphs come with --seed ${seed}.`);
  for (const { name, share = 0, run } of chosen) {
    const startedAt = performance.now();
    try {
      const done = await run({ forMs: totalMs * share, seed });
      counts.passed += 1;
      console.log(`  ok      ${name} (${seconds(performance.now() - startedAt)}): ${done}`);
    } catch (error) {
      counts.failed += 1;
      const reason = error instanceof Error ? error.message : String(error);
      console.log(`  failed  ${name}, ${seconds(performance.now() - startedAt)}\n${reason}`);
    }
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  return counts;
}
