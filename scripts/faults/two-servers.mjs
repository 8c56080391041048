import { setTimeout as delay } from "node:timers/promises";
import { signalProcess } from "../lib/processes.mjs";
import { Bench } from "./bench.mjs";
import { Traffic } from "./traffic.mjs";

/**
 * Two servers share one database; now one, now the other is killed and started again while both are asked for runs.
 * @param {{ forMs: number, seed: number }} options
 * @returns {Promise<string>} what was done
 */
export async function twoServers({ forMs, seed }) {
  const bench = await Bench.open();
  try {
    const servers = [await bench.start(), await bench.start()];
    const traffic = new Traffic(bench, seed);
    const origin = () => servers[Math.floor(traffic.random() * servers.length)]?.origin ?? "";
    await traffic.publish(origin(), 4);
    traffic.begin(origin);
    const until = Date.now() + forMs;
    let kills = 0;
    while (Date.now() < until) {
      await delay(1000 + traffic.random() * 2000);
      await servers[kills % 2]?.kill();
      servers[kills % 2] = await bench.start();
      kills += 1;
    }
    await traffic.stop();
    await bench.settle();
    await traffic.check();
    return `${traffic.expected.length} runs, ${kills} kills`;
  } finally {
    await bench.close();
  }
}

/** Longer than the lease of a run and than that of the executor's items, so that all that it held has gone to others. */
const frozenMs = 75_000;

/**
 * One of two servers is frozen in the middle of its work for longer than its leases last. The other must finish its runs, and
 * what the frozen one still does when it wakes must change nothing.
 * @param {{ seed: number }} options
 * @returns {Promise<string>} what was done
 */
export async function frozenServer({ seed }) {
  const bench = await Bench.open();
  /** @type {number | undefined} */
  let frozenGroup;
  try {
    const frozen = await bench.start();
    const traffic = new Traffic(bench, seed);
    await traffic.publish(frozen.origin, 4);
    traffic.begin(() => frozen.origin, { streams: 8, pauseMs: 0 });
    const underWay = "select count(*) >= 3 as ok from node_run where status = 'running' and kind = 'tool'";
    await bench.until("Work in the middle", underWay);
    frozenGroup = -frozen.serverPid;
    signalProcess(frozenGroup, "SIGSTOP");
    const frozenAt = Date.now();
    await bench.start();
    // Requests that the frozen server holds are answered when it wakes; only what it had accepted is waited for here.
    const taken = "select count(*) = 0 as ok from run where status not in ('completed', 'failed', 'cancelled')";
    await bench.until("The other server's end of the frozen one's runs", taken, [], 180_000);
    const tookOverMs = Date.now() - frozenAt;
    await delay(Math.max(0, frozenMs - tookOverMs));
    signalProcess(frozenGroup, "SIGCONT");
    await traffic.stop();
    await bench.settle();
    await traffic.check();
    return `${traffic.expected.length} runs, all of the frozen server's ended after ${Math.round(tookOverMs / 1000)} s`;
  } finally {
    // A process that is frozen can not be stopped.
    if (frozenGroup !== undefined) signalProcess(frozenGroup, "SIGCONT");
    await bench.close();
  }
}
