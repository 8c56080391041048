// npm run check    the quick part of the tests: format, lint with the layer rules, types, unused code, unit tests
import { prepareCheckout } from "./lib/prepare.mjs";

try {
  await prepareCheckout("all");
  const { prepareChecks, quickStages } = await import("./lib/checks.mjs");
  const { runStages } = await import("./lib/stages.mjs");
  await prepareChecks();
  process.exitCode = (await runStages(quickStages())) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
