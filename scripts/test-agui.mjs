// npm run test:agui                          AG-UI conformance of an instance of its own, with a model that follows scripts
// npm run test:agui -- --url http://host     the same against a running instance, as far as its model plays along
// npm run test:agui -- --only resume         only the scenarios whose name contains the word
import { parseArgs } from "node:util";
import { prepareCheckout } from "./lib/prepare.mjs";

const { values } = parseArgs({ options: { url: { type: "string" }, only: { type: "string" } } });

async function main() {
  await prepareCheckout("all");
  const { examineConformance } = await import("./agui/examine-conformance.mjs");
  return examineConformance({ url: values.url?.replace(/\/+$/, ""), only: values.only });
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log("0 passed, 1 failed");
  process.exitCode = 1;
}
