// npm run worker   a further process that executes runs and serves no pages, on the database of the Signalbox that runs
//                  here or on DATABASE_URL; start as many as there is work for
import { existsSync } from "node:fs";
import { inRoot } from "./lib/paths.mjs";
import { prepareCheckout } from "./lib/prepare.mjs";

async function main() {
  await prepareCheckout("production");
  if (existsSync(inRoot(".env"))) process.loadEnvFile(inRoot(".env"));
  const { work } = await import("./lib/work.mjs");
  return work();
}

try {
  process.exit(await main());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
