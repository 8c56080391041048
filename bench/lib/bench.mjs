import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, isBuilt } from "../../scripts/lib/build.mjs";
import { generateClient } from "../../scripts/lib/generate.mjs";
import { phase } from "../../scripts/lib/progress.mjs";
import { whilePreparing } from "../../scripts/lib/prepare.mjs";
import { parts } from "../parts/parts.mjs";
import { startDatabase } from "./database.mjs";
import { openField } from "./field.mjs";
import { describeMachine, holds, printPart, writeReport } from "./report.mjs";

/**
 * Each part has a field of its own: what another part needed must not run beside it.
 * @param {Parameters<typeof openField>[0]} options
 * @param {(field: import("./field.mjs").Field) => Promise<void>} work
 */
async function inField(options, work) {
  const field = await openField(options);
  try {
    await work(field);
  } finally {
    await field.close();
  }
}

/**
 * Runs the named parts, or all, prints their tables and writes results/latest.json.
 * @param {{ names: string[], passes: number, profileFolder?: string }} options
 * @returns {Promise<boolean>} whether every budget that was measured holds
 */
export async function runBench({ names, passes, profileFolder }) {
  const unknown = names.filter((name) => !(name in parts));
  if (unknown.length > 0)
    throw new Error(`There is no part ${unknown.join(", ")}. The parts: ${Object.keys(parts).join(", ")}.`);
  await whilePreparing(async () => {
    generateClient();
    if (!isBuilt()) await phase("Building", () => build());
  });
  const machine = describeMachine();
  const database = await startDatabase({ hasStatistics: profileFolder !== undefined });
  /** @type {Record<string, import("./report.mjs").PartResult & { loadBefore: number }>} */
  const results = {};
  try {
    for (const [name, part] of Object.entries(parts)) {
      if (names.length > 0 && !names.includes(name)) continue;
      const { load: loadBefore } = describeMachine();
      await inField({ database, profileFolder }, async (field) => {
        const result = await part({ field, passes });
        results[name] = { loadBefore, ...result };
        printPart(`${name} (load ${loadBefore.toFixed(1)} before)`, result);
        const statements = await field.statements();
        if (profileFolder !== undefined && statements.length > 0)
          writeFileSync(join(profileFolder, `statements-${name}.json`), JSON.stringify(statements, null, 2));
      });
    }
  } finally {
    await database.stop();
  }
  process.stdout.write(`\nWritten to ${writeReport({ machine, passes, results })}\n`);
  return Object.values(results).every(({ budgets }) => budgets.every(holds));
}
