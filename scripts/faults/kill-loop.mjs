import { setTimeout as delay } from "node:timers/promises";
import { Bench } from "./bench.mjs";
import { Traffic } from "./traffic.mjs";

/**
 * Kills the server every 1 to 3 seconds while runs are started all the time, and starts it again each time.
 * @param {{ forMs: number, seed: number }} options
 * @returns {Promise<string>} what was done
 */
export async function killLoop({ forMs, seed }) {
  const bench = await Bench.open();
  try {
    let server = await bench.start();
    const traffic = new Traffic(bench, seed);
    await traffic.publish(server.origin, 4);
    traffic.begin(() => server.origin);
    const until = Date.now() + forMs;
    let kills = 0;
    while (Date.now() < until) {
      await delay(1000 + traffic.random() * 2000);
      await server.kill();
      kills += 1;
      server = await bench.start();
    }
    await traffic.stop();
    await bench.settle();
    await traffic.check();
    return `${traffic.expected.length} runs, ${bench.receiver.calls.size} effects, ${kills} kills`;
  } finally {
    await bench.close();
  }
}
