import { setTimeout as delay } from "node:timers/promises";
import { signalProcess } from "../lib/processes.mjs";
import { Bench } from "./bench.mjs";
import { residentMegabytes } from "./invariants.mjs";
import { Traffic } from "./traffic.mjs";

/** The starter brings a database back five times in a minute, so that is how often it may fall. */
const shortestBetweenRestartsMs = 13_000;

/**
 * What the server's objects may take. Without a bound V8 leaves what is not needed any more where it is, as long as the machine
 * has room, and nobody can tell that from a leak; with it, what is really kept shows, or ends the server.
 */
const heapMegabytes = 320;

/**
 * Lets something befall the database again and again under traffic. The server is never started again: it must get over it.
 * @param {{ forMs: number, seed: number }} options
 * @param {(bench: Bench) => Promise<unknown>} strike
 * @param {(random: () => number) => number} pauseMs
 */
async function underTraffic({ forMs, seed }, strike, pauseMs) {
  const bench = await Bench.open();
  try {
    const server = await bench.start({ NODE_OPTIONS: `--max-old-space-size=${heapMegabytes}` });
    const traffic = new Traffic(bench, seed);
    await traffic.publish(server.origin, 4);
    const before = residentMegabytes(server.serverPid);
    traffic.begin(() => server.origin);
    let strikes = 0;
    const struck = async () => {
      const until = Date.now() + forMs;
      let pause = pauseMs(traffic.random);
      do {
        await delay(pause);
        await strike(bench);
        strikes += 1;
        pause = pauseMs(traffic.random);
      } while (Date.now() + pause < until);
      await traffic.stop();
      await bench.settle();
    };
    const ended = server.exited.then(() => {
      throw new Error(`The server ended by itself.\n${server.lines.slice(-20).join("\n")}`);
    });
    // The bench ends it too, when all is over.
    ended.catch(() => undefined);
    await Promise.race([struck(), ended]);
    await traffic.check();
    const after = residentMegabytes(server.serverPid);
    // Serving the first runs takes memory too; what is looked for here is a leak with every strike.
    if (before !== undefined && after !== undefined && after > before * 2) {
      throw new Error(`I8 the server held ${before.toFixed(0)} MB before and ${after.toFixed(0)} MB after.`);
    }
    return { runs: traffic.expected.length, strikes };
  } finally {
    await bench.close();
  }
}

/**
 * The database server ends at once, as by `pg_ctl stop -m immediate`, and is brought back.
 * @param {{ forMs: number, seed: number }} options
 * @returns {Promise<string>} what was done
 */
export async function databaseRestarts(options) {
  const strike = async (/** @type {Bench} */ bench) => {
    const pid = bench.postmaster();
    if (pid !== undefined) signalProcess(pid, "SIGQUIT");
    await bench.until(
      "The database's return",
      "select pg_postmaster_start_time() > clock_timestamp() - interval '1 minute' as ok",
    );
  };
  let isFirst = true;
  const pauseMs = (/** @type {() => number} */ random) => {
    if (!isFirst) return shortestBetweenRestartsMs;
    isFirst = false;
    return 500 + random() * 1500;
  };
  const { runs, strikes } = await underTraffic(options, strike, pauseMs);
  return `${runs} runs, ${strikes} immediate restarts`;
}

/**
 * All connections of the server are terminated, several times a second.
 * @param {{ forMs: number, seed: number }} options
 * @returns {Promise<string>} what was done
 */
export async function connectionKills(options) {
  let ended = 0;
  const strike = async (/** @type {Bench} */ bench) => {
    const { rowCount } = await bench.sql.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name <> 'faults' and pid <> pg_backend_pid()`,
    );
    ended += rowCount ?? 0;
  };
  const { runs, strikes } = await underTraffic(options, strike, (random) => 300 + random() * 900);
  return `${runs} runs, ${ended} connections ended in ${strikes} strikes`;
}
