import { setTimeout as delay } from "node:timers/promises";
import { makeCounterGraph, randomFrom } from "./random-graph.mjs";
import { publish, startRun } from "../lib/studio-client.mjs";

/** @typedef {{ runId: string, key: string, sum: number, trail: string }} Expected */

/** Runs of random graphs, started all the time, whatever befalls the server meanwhile. */
export class Traffic {
  /** @type {(import("./random-graph.mjs").CounterGraph & { appCode: string })[]} */
  #graphs = [];
  /** @type {Expected[]} */
  expected = [];
  #isOver = false;
  /** @type {Promise<unknown>} */
  #ended = Promise.resolve();

  /** @param {import("./bench.mjs").Bench} bench @param {number} seed */
  constructor(bench, seed) {
    this.bench = bench;
    this.seed = seed;
    this.random = randomFrom(seed);
  }

  /** Publishes the graphs that the runs are of. @param {string} origin @param {number} count */
  async publish(origin, count) {
    for (let index = 0; index < count; index += 1) {
      const graph = makeCounterGraph(this.random, this.bench.receiver.origin);
      const { appCode } = await publish(origin, `Counter ${this.seed}-${index}`, graph.draft);
      this.#graphs.push({ ...graph, appCode });
    }
  }

  /**
   * Starts one run of some graph, and remembers what has to come of it.
   * @param {() => string} origin of the server to ask now
   * @param {string} key of the request, and the counter that the run adds to
   * @returns {Promise<string>} the run's id
   */
  async start(origin, key) {
    const graph = this.#graphs[Math.floor(this.random() * this.#graphs.length)];
    if (graph === undefined) throw new Error("There is no graph to run.");
    const runId = await startRun(origin, { appCode: graph.appCode, inputs: { counter: key }, key });
    this.expected.push({ runId, key, sum: graph.sum, trail: graph.trail });
    return runId;
  }

  /**
   * Starts runs until `stop`, a few at a time.
   * @param {() => string} origin of the server to ask now
   * @param {{ streams?: number, pauseMs?: number }} [pace]
   */
  begin(origin, { streams = 3, pauseMs = 50 } = {}) {
    const stream = async (/** @type {number} */ number) => {
      for (let count = 0; !this.#isOver; count += 1) {
        await this.start(origin, `${this.seed}-${number}-${count}`);
        await delay(pauseMs);
      }
    };
    this.#ended = Promise.all(Array.from({ length: streams }, (_, number) => stream(number)));
    // Thrown by `stop`, which everyone who begins calls.
    this.#ended.catch(() => undefined);
  }

  async stop() {
    this.#isOver = true;
    await this.#ended;
  }

  /**
   * Compares every counter and every result with what the graphs must give.
   * @throws Error that names up to five runs that came out wrong
   */
  async check() {
    const { sql, receiver } = this.bench;
    const ids = this.expected.map((one) => one.runId);
    const { rows } = await sql.query("select id, status, result, error from run where id = any($1)", [ids]);
    const runs = new Map(rows.map((row) => [row.id, row]));
    const wrong = this.expected.flatMap(({ runId, key, sum, trail }) => {
      const run = runs.get(runId);
      const counted = receiver.counters.get(key) ?? 0;
      if (run?.status === "completed" && run.result === trail && counted === sum) return [];
      const found = run === undefined ? "is gone" : `is ${run.status} with ${JSON.stringify(run.error ?? run.result)}`;
      return [`run ${runId} ${found}, wanted "${trail}"; its counter is ${counted}, wanted ${sum}`];
    });
    if (new Set(ids).size !== ids.length) wrong.push("two requests with different keys were given the same run");
    if (wrong.length === 0) return;
    throw new Error(`${wrong.length} of ${ids.length} runs came out wrong:\n  ${wrong.slice(0, 5).join("\n  ")}`);
  }
}
