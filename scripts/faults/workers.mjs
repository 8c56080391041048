import { setTimeout as delay } from "node:timers/promises";
import { publish, startRun } from "../lib/studio-client.mjs";
import { signalProcess } from "../lib/processes.mjs";
import { Bench } from "./bench.mjs";
import { chainOfCalls } from "./chain-of-calls.mjs";
import { Traffic } from "./traffic.mjs";

/** The server leaves all runs to the workers. */
const servesOnly = { SIGNALBOX_SLOTS: "0" };

/** The numbers under which processes hold their place among the executors. @param {Bench} bench @returns {Promise<number[]>} */
async function executors({ sql }) {
  const { rows } = await sql.query(
    `select l.objid::int as id from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.objsubid = 2 and l.granted and a.application_name = 'signalbox-engine engine'`,
  );
  return rows.map((row) => row.id);
}

/** Starts a worker and finds out its number. @param {Bench} bench */
async function startNumbered(bench) {
  const before = new Set(await executors(bench));
  const worker = await bench.startWorker();
  const number = (await executors(bench)).find((id) => !before.has(id));
  if (number === undefined) throw new Error("A worker holds no place among the executors.");
  return { worker, number };
}

const rounds = 5;
const runsPerRound = 12;
/** What a take-over may take on a machine that is busy with other things too; the figure itself is reported. */
const slowestTakeOverMs = 3000;

/**
 * Two workers execute runs, each with a call under way. One worker is killed: the calls that it had made are made again, under
 * the same keys, by the other one, and the time until then is measured.
 * @returns {Promise<string>} what was done
 */
export async function takeOver() {
  const bench = await Bench.open();
  try {
    const server = await bench.start(servesOnly);
    const { appCode } = await publish(server.origin, "One call", chainOfCalls(bench.receiver.origin, 1));
    let [victim, other] = [await startNumbered(bench), await startNumbered(bench)];
    /** @type {number[]} */
    const tookMs = [];
    for (let round = 1; round <= rounds; round += 1) {
      const called = bench.receiver.calls.size;
      void bench.receiver.hold("/add");
      for (let count = 0; count < runsPerRound; count += 1) {
        const key = `take-over-${round}-${count}`;
        await startRun(() => server.origin, { appCode, inputs: { counter: key }, key });
      }
      await until(() => bench.receiver.calls.size === called + runsPerRound, 60_000);
      const held = "select count(*)::int as count from engine.queue where worker = $1";
      const { rows } = await bench.sql.query(held, [victim.number]);
      const expected = callsOf(bench) + rows[0].count;
      const killedAt = performance.now();
      await victim.worker.kill();
      await until(() => callsOf(bench) >= expected, 60_000);
      if (rows[0].count > 0) tookMs.push(performance.now() - killedAt);
      bench.receiver.release();
      await bench.settle();
      [victim, other] = [other, await startNumbered(bench)];
    }
    const slowest = Math.max(...tookMs);
    if (tookMs.length === 0) throw new Error("No worker that was killed had anything to do.");
    if (slowest > slowestTakeOverMs) throw new Error(`A take-over took ${Math.round(slowest)} ms.`);
    return `${tookMs.length} workers killed in mid-call; their runs were taken over after ${tookMs.map((ms) => Math.round(ms)).join(", ")} ms`;
  } finally {
    await bench.close();
  }
}

/** How many calls have been made, repeated ones included. @param {Bench} bench */
const callsOf = ({ receiver }) => [...receiver.calls.values()].reduce((sum, count) => sum + count, 0);

/** @param {() => boolean} condition @param {number} timeoutMs */
async function until(condition, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`What was waited for did not happen in ${timeoutMs / 1000} s.`);
    await delay(5);
  }
}

/** Longer than the lease of a run and than that of the executor's items, so that all that it held has gone to others. */
const frozenMs = 75_000;

/**
 * One of two workers is frozen in the middle of its work for longer than its leases last. The other must finish its runs, and
 * what the frozen one still does when it wakes must change nothing.
 * @param {{ seed: number }} options
 * @returns {Promise<string>} what was done
 */
export async function frozenWorker({ seed }) {
  const bench = await Bench.open();
  /** @type {number | undefined} */
  let frozenPid;
  try {
    const server = await bench.start(servesOnly);
    const frozen = await bench.startWorker();
    const traffic = new Traffic(bench, seed);
    await traffic.publish(server.origin, 4);
    traffic.begin(() => server.origin, { streams: 8, pauseMs: 0 });
    const underWay = "select count(*) >= 3 as ok from node_run where status = 'running' and kind = 'tool'";
    await bench.until("Work in the middle", underWay);
    frozenPid = frozen.pid;
    signalProcess(frozenPid, "SIGSTOP");
    const frozenAt = Date.now();
    // What is accepted from here on is for the other one; the zombie's own runs are what this is about.
    await Promise.all([traffic.stop(), bench.startWorker()]);
    // Everything has to come to its end while the zombie sleeps, and to stay as it is when it wakes.
    await bench.settle();
    const tookOverMs = Date.now() - frozenAt;
    await delay(Math.max(0, frozenMs - tookOverMs));
    const countEvents = "select sum(event_seq)::int as count from session";
    const { rows: before } = await bench.sql.query(countEvents);
    signalProcess(frozenPid, "SIGCONT");
    const again = await traffic.start(() => server.origin, "after the thaw");
    await bench.until("A run after the thaw", "select status = 'completed' as ok from run where id = $1", [again]);
    const own = "select s.event_seq::int as count from session s join run r on r.session_id = s.id where r.id = $1";
    const { rows: thawed } = await bench.sql.query(own, [again]);
    await frozen.stop();
    const figures = await bench.settle();
    await traffic.check();
    const { rows: after } = await bench.sql.query(countEvents);
    const written = after[0].count - before[0].count - thawed[0].count;
    if (written !== 0) throw new Error(`The worker that woke wrote ${written} events.`);
    return `${traffic.expected.length} runs, all ended ${Math.round(tookOverMs / 1000)} s after it froze; when it woke it wrote nothing\n${figures}`;
  } finally {
    // A process that is frozen can not be stopped.
    if (frozenPid !== undefined) signalProcess(frozenPid, "SIGCONT");
    await bench.close();
  }
}
