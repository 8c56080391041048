// npm test    everything, from a bare checkout: all checks, all tests, the build and the product in a real browser
import { prepareCheckout } from "./lib/prepare.mjs";

async function main() {
  await prepareCheckout("all");
  const { prepareChecks, quickStages } = await import("./lib/checks.mjs");
  const { check, faults, playwright, runStages, vitest } = await import("./lib/stages.mjs");
  await prepareChecks();
  return runStages([
    ...quickStages(),
    check("migrations", ["scripts/make-migration.mjs", "--check"]),
    vitest("integration"),
    vitest("engine"),
    check("build", ["scripts/build.mjs"]),
    playwright("build"),
    faults("build"),
  ]);
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log("0 passed, 1 failed");
  process.exitCode = 1;
}
