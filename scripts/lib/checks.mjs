import { generateClient } from "./generate.mjs";
import { whilePreparing } from "./prepare.mjs";
import { check, vitest } from "./stages.mjs";

/** What the quick check and the whole test have in common, from the fastest answer to the slowest. */
export function quickStages() {
  return [
    check("format", ["node_modules/oxfmt/bin/oxfmt", "--check"]),
    check("lint", ["node_modules/oxlint/bin/oxlint", "--type-aware"]),
    check("types", ["node_modules/next/dist/bin/next", "typegen"], ["node_modules/typescript/bin/tsc", "--noEmit"]),
    check("unused code", ["node_modules/knip/bin/knip.js"]),
    vitest("unit"),
  ];
}

/** Generated code that every stage needs. */
export function prepareChecks() {
  return whilePreparing(generateClient);
}
