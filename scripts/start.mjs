// npm start        brings a bare checkout to a served page: packages, build, database, application
// npm run dev      the same with the development server
import { existsSync } from "node:fs";
import { inRoot } from "./lib/paths.mjs";
import { prepareCheckout } from "./lib/prepare.mjs";
import { stopwatch } from "./lib/progress.mjs";
import { reportRunning } from "./lib/running.mjs";

async function main() {
  // Another process may go on with this script; the time counts from the first.
  const describeDuration = stopwatch();
  if (await reportRunning()) return 0;
  await prepareCheckout("production");
  if (existsSync(inRoot(".env"))) process.loadEnvFile(inRoot(".env"));
  const { serve } = await import("./lib/serve.mjs");
  return serve({ isDev: process.argv.includes("--dev"), describeDuration });
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
