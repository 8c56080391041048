// npm run bench                     all parts
// npm run bench -- sequence tokens  some of them
// Options: --passes 15, --profile <folder> (CPU profile of the product and statement statistics)
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { prepareCheckout } from "../scripts/lib/prepare.mjs";
import { installBench } from "./lib/install.mjs";

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { passes: { type: "string", default: "15" }, profile: { type: "string" } },
  });
  const passes = Number(values.passes);
  if (!Number.isInteger(passes) || passes < 1) throw new Error(`--passes is ${values.passes}, which is no count.`);
  if (values.profile !== undefined && !existsSync(values.profile))
    throw new Error(`The folder ${values.profile} does not exist.`);
  await prepareCheckout("all");
  await installBench();
  const { runBench } = await import("./lib/bench.mjs");
  return runBench({ names: positionals, passes, profileFolder: values.profile });
}

try {
  process.exit((await main()) ? 0 : 1);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  // What was begun and not ended ends with this process.
  process.exit(1);
}
