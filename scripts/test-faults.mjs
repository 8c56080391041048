// npm run test:faults                  kills server, database and connections under load, and checks what must always hold
// npm run test:faults -- --minutes 10  the same for longer, with the faults that need it
// npm run test:faults -- --only kill   only the faults whose name contains the word
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { prepareCheckout } from "./lib/prepare.mjs";

const { values } = parseArgs({
  options: {
    minutes: { type: "string" },
    only: { type: "string" },
    seed: { type: "string" },
    report: { type: "string" },
  },
});

async function main() {
  await prepareCheckout("all");
  const { build, isBuilt } = await import("./lib/build.mjs");
  const { generateClient } = await import("./lib/generate.mjs");
  const { whilePreparing } = await import("./lib/prepare.mjs");
  const { runScenarios } = await import("./faults/scenarios.mjs");
  await whilePreparing(async () => {
    generateClient();
    if (!isBuilt()) await build();
  });
  const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
  if (minutes !== undefined && !(minutes > 0)) throw new Error("--minutes takes a number above 0.");
  const seed = values.seed === undefined ? Math.floor(Math.random() * 1e9) : Number(values.seed);
  const counts = await runScenarios({ minutes, seed, only: values.only });
  if (values.report !== undefined) writeFileSync(values.report, JSON.stringify(counts));
  return counts.failed === 0;
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log("0 passed, 1 failed");
  process.exitCode = 1;
}
