import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot, root } from "./paths.mjs";
import { seconds } from "./progress.mjs";

/**
 * @typedef {{ passed: number, failed: number }} Counts
 * @typedef {{ name: string, run: () => Promise<Counts>, needs?: string }} Stage `needs` names a stage that must have passed
 */

/** Tools colour their output by what they find in the environment; a file or a pipe gets plain text. */
const plainText = process.stdout.isTTY ? {} : { NO_COLOR: "1", FORCE_COLOR: undefined };

/**
 * Runs a program of node_modules.
 * @param {string} program its path below node_modules
 * @param {string[]} args
 * @param {{ isQuiet: boolean, env?: Record<string, string> }} options quiet: the output is shown only when it failed
 * @returns {Promise<boolean>} whether it ended with code 0
 */
function succeeds(program, args, { isQuiet, env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [inRoot(program), ...args], {
      cwd: root,
      env: { ...process.env, ...plainText, ...env },
      stdio: isQuiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text) => (output += text));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code !== 0) process.stdout.write(output);
      resolve(code === 0);
    });
  });
}

/**
 * A stage that is one check: it counts as one.
 * @param {string} name
 * @param {[program: string, ...args: string[]][]} commands run one after the other
 * @returns {Stage}
 */
export function check(name, ...commands) {
  return {
    name,
    run: async () => {
      for (const [program, ...args] of commands) {
        if (!(await succeeds(program, args, { isQuiet: true }))) return { passed: 0, failed: 1 };
      }
      return { passed: 1, failed: 0 };
    },
  };
}

/**
 * Runs a test runner that writes its counts as JSON. A runner that fails without counting a failure counts as one.
 * @template Report
 * @param {(file: string) => Promise<boolean>} run is told the file to write the report to
 * @param {(report: Report) => Counts} count
 * @returns {Promise<Counts>}
 */
async function counted(run, count) {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-report-"));
  const file = join(folder, "report.json");
  try {
    const isGood = await run(file);
    const counts = existsSync(file) ? count(JSON.parse(readFileSync(file, "utf8"))) : { passed: 0, failed: 0 };
    return isGood ? counts : { passed: counts.passed, failed: Math.max(counts.failed, 1) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The tests of one vitest project.
 * @param {string} project
 * @returns {Stage}
 */
export function vitest(project) {
  return {
    name: `${project} tests`,
    run: () =>
      counted(
        (file) =>
          succeeds(
            "node_modules/vitest/vitest.mjs",
            ["run", "--project", project, "--reporter=dot", "--reporter=json", `--outputFile.json=${file}`],
            { isQuiet: false },
          ),
        (/** @type {{ numPassedTests: number, numFailedTests: number }} */ report) => ({
          passed: report.numPassedTests,
          failed: report.numFailedTests,
        }),
      ),
  };
}

/**
 * The end-to-end tests.
 * @param {string} needs
 * @returns {Stage}
 */
export function playwright(needs) {
  return {
    name: "end-to-end tests",
    needs,
    run: () =>
      counted(
        (file) =>
          succeeds("node_modules/@playwright/test/cli.js", ["test"], {
            isQuiet: false,
            env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
          }),
        (/** @type {{ stats: { expected: number, unexpected: number, flaky: number } }} */ report) => ({
          passed: report.stats.expected,
          failed: report.stats.unexpected + report.stats.flaky,
        }),
      ),
  };
}

/**
 * The short form of the fault tests, on the production build.
 * @param {string} needs
 * @returns {Stage}
 */
export function faults(needs) {
  return {
    name: "fault tests",
    needs,
    run: () =>
      counted(
        (file) => succeeds("scripts/test-faults.mjs", ["--report", file], { isQuiet: false }),
        (/** @type {Counts} */ counts) => counts,
      ),
  };
}

/**
 * Runs all stages, also after one has failed, and ends with the line `N passed, N failed`.
 * @param {Stage[]} stages
 * @returns {Promise<boolean>} whether nothing failed
 */
export async function runStages(stages) {
  const startedAt = performance.now();
  const failedStages = new Set();
  const total = { passed: 0, failed: 0 };
  for (const { name, run, needs } of stages) {
    const stageStartedAt = performance.now();
    console.log(`\n== ${name}`);
    const isBlocked = needs !== undefined && failedStages.has(needs);
    if (isBlocked) console.log(`Not run: ${needs} has failed.`);
    const { passed, failed } = isBlocked ? { passed: 0, failed: 1 } : await run();
    if (failed > 0) failedStages.add(name);
    total.passed += passed;
    total.failed += failed;
    console.log(`== ${name}: ${passed} passed, ${failed} failed, ${seconds(performance.now() - stageStartedAt)}`);
  }
  const verdict = failedStages.size === 0 ? "All stages passed" : `Failed: ${[...failedStages].join(", ")}`;
  console.log(`\n${verdict} in ${seconds(performance.now() - startedAt)}.`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0;
}
