// npm run doctor    examines the Signalbox that runs here: each part with a sentence, and last that a run survives kill -9
import { existsSync } from "node:fs";
import { inRoot } from "./lib/paths.mjs";
import { prepareCheckout } from "./lib/prepare.mjs";

async function main() {
  await prepareCheckout("production");
  if (existsSync(inRoot(".env"))) process.loadEnvFile(inRoot(".env"));
  const { examineHere } = await import("./doctor/examine.mjs");
  return examineHere();
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
