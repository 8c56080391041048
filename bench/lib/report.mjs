import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { root } from "../../scripts/lib/paths.mjs";

/**
 * @typedef {{ what: string, values: Record<string, number | string> }} Row one line of a part's table
 * @typedef {{ what: string, value: number, limit: number, goal: "at most" | "at least" }} Budget
 * @typedef {{ rows: Row[], budgets: Budget[] }} PartResult
 */

/** @param {Budget} budget */
export const holds = ({ value, limit, goal }) => (goal === "at most" ? value <= limit : value >= limit);

/** @param {number | string} value */
const show = (value) => (typeof value === "number" ? String(Number(value.toPrecision(3))) : value);

/** @param {string} line */
const print = (line) => process.stdout.write(`${line}\n`);

/**
 * @param {string} name
 * @param {PartResult} result
 */
export function printPart(name, { rows, budgets }) {
  print(`\n${name}`);
  const width = Math.max(...rows.map((row) => row.what.length)) + 2;
  for (const { what, values } of rows) {
    const cells = Object.entries(values).map(([label, value]) => `${label} ${show(value)}`);
    print(`  ${what.padEnd(width)}${cells.join("   ")}`);
  }
  for (const budget of budgets) {
    const verdict = holds(budget) ? "holds" : "MISSED";
    print(`  ${verdict.padEnd(7)} ${budget.what}: ${show(budget.value)}, ${budget.goal} ${budget.limit}`);
  }
}

/** What the numbers were measured on. Above a load of 3 on two cores they say little. */
export function describeMachine() {
  // Empty where the sources are not a git checkout.
  const commit = spawnSync("git", ["log", "-1", "--format=%h"], { cwd: root, encoding: "utf8" }).stdout?.trim();
  return { at: new Date().toISOString(), commit, node: process.version, cores: cpus().length, load: loadavg()[0] };
}

/** @param {object} report @returns {string} the file written */
export function writeReport(report) {
  const folder = fileURLToPath(new URL("../results", import.meta.url));
  mkdirSync(folder, { recursive: true });
  const file = `${folder}/latest.json`;
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}
