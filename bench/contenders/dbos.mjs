import { DBOS } from "@dbos-inc/dbos-sdk";
import { answerCalls } from "../lib/calls.mjs";
import { workStep } from "../lib/workload.mjs";

/** @typedef {{ kind: import("../lib/workload.mjs").WorkKind, count: number, toolUrl: string }} Work */

const sequence = DBOS.registerWorkflow(
  async (/** @type {Work} */ { kind, count, toolUrl }) => {
    for (let index = 0; index < count; index += 1)
      await DBOS.runStep(() => workStep(kind, index, toolUrl), { name: `node-${index}` });
    return "done";
  },
  { name: "sequence" },
);

// As many connections as the product's pool has.
DBOS.setConfig({
  name: "bench",
  systemDatabaseUrl: process.env.DATABASE_URL,
  systemDatabasePoolSize: 20,
  logLevel: "error",
});
await DBOS.launch();

answerCalls(
  {
    /** @returns milliseconds until all runs, started at once, have ended */
    run: async (/** @type {Work & { runs: number }} */ { runs, ...work }) => {
      const startedAt = performance.now();
      await Promise.all(Array.from({ length: runs }, () => sequence(work)));
      return performance.now() - startedAt;
    },
  },
  () => DBOS.shutdown(),
);
