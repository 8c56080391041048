// npm run smoke                        walks the whole way of a message through the Signalbox that runs here
// npm run smoke -- --url http://host   the same on another one; DATABASE_URL lets it look at the rows too
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { inRoot } from "./lib/paths.mjs";
import { prepareCheckout } from "./lib/prepare.mjs";

const { values } = parseArgs({ options: { url: { type: "string" } } });

async function main() {
  await prepareCheckout("production");
  if (existsSync(inRoot(".env"))) process.loadEnvFile(inRoot(".env"));
  const { runSmoke } = await import("./smoke/run-smoke.mjs");
  return runSmoke({ url: values.url?.replace(/\/+$/, "") });
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
