import { setTimeout as delay } from "node:timers/promises";
import { Bench } from "./bench.mjs";
import { Traffic } from "./traffic.mjs";

/**
 * A server and two workers share one database. Every 1 to 3 seconds one of the three is killed, the server as often as both
 * workers together, while runs are started all the time, and it is started again each time.
 * @param {{ forMs: number, seed: number }} options
 * @returns {Promise<string>} what was done
 */
export async function killLoop({ forMs, seed }) {
  const bench = await Bench.open();
  try {
    let server = await bench.start();
    const workers = await Promise.all([bench.startWorker(), bench.startWorker()]);
    const traffic = new Traffic(bench, seed);
    await traffic.publish(server.origin, 4);
    traffic.begin(() => server.origin);
    const until = Date.now() + forMs;
    const kills = { server: 0, workers: 0 };
    while (Date.now() < until) {
      await delay(1000 + traffic.random() * 2000);
      const victim = kills.server <= kills.workers ? undefined : workers[kills.workers % 2];
      if (victim === undefined) {
        await server.kill();
        kills.server += 1;
        server = await bench.start();
      } else {
        await victim.kill();
        workers[kills.workers % 2] = await bench.startWorker();
        kills.workers += 1;
      }
    }
    await traffic.stop();
    const figures = await bench.settle();
    await traffic.check();
    return `${traffic.expected.length} runs, ${kills.server} kills of the server and ${kills.workers} of workers\n${figures}`;
  } finally {
    await bench.close();
  }
}
