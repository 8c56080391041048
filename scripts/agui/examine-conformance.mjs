import "../lib/source-hooks.mjs";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startInstallation } from "../faults/installation.mjs";
import { build, isBuilt } from "../lib/build.mjs";
import { anyFreePort } from "../lib/free-port.mjs";
import { generateClient } from "../lib/generate.mjs";
import { whilePreparing } from "../lib/prepare.mjs";
import { seconds } from "../lib/progress.mjs";
import { archive, modelsOf, publish } from "../lib/studio-client.mjs";

/** @typedef {import("../../server/testing/agui-conformance/target.ts").Target} Target */
/** @typedef {{ target: Target, close: () => Promise<void> }} Opened */

/**
 * @param {string} origin
 * @param {boolean} hasScriptedModel
 * @returns {Opened}
 */
function openTarget(origin, hasScriptedModel) {
  /** @type {string[]} */
  const made = [];
  return {
    target: {
      origin,
      hasScriptedModel,
      async publish(name, draft) {
        const { workflowId, appCode } = await publish(origin, name, draft);
        made.push(workflowId);
        return { appCode };
      },
    },
    async close() {
      for (const workflowId of made) await archive(origin, workflowId);
    },
  };
}

/**
 * The instance at the address; the apps that are made for the scenarios are archived afterwards.
 * @param {string} url
 * @returns {Promise<Opened>}
 */
async function openGiven(url) {
  const { isOffline, defaultModel } = await modelsOf(url);
  console.log(
    `Examining ${url}, whose model is ${isOffline ? "the offline model" : (defaultModel ?? "not configured")}.`,
  );
  return openTarget(url, false);
}

/**
 * The production build on a fresh database, with the scripted model.
 * @returns {Promise<Opened>}
 */
async function openOwn() {
  await whilePreparing(async () => {
    generateClient();
    if (!isBuilt()) await build();
  });
  const { serveScriptedModel } = await import("../../server/testing/agui-conformance/model-script.ts");
  const model = await serveScriptedModel();
  const folder = mkdtempSync(join(tmpdir(), "signalbox-agui-"));
  // PostgreSQL runs as a user of its own when we are root.
  chmodSync(folder, 0o755);
  const settings = { OPENAI_BASE_URL: model.baseUrl, OPENAI_API_KEY: "unset", SIGNALBOX_DEFAULT_MODEL: "scripted" };
  const installation = await startInstallation({ stateFolder: folder, port: await anyFreePort(), settings });
  console.log(`Examining an instance of our own at ${installation.origin}.`);
  const { target } = openTarget(installation.origin, true);
  return {
    target,
    async close() {
      await installation.stop();
      await model.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Runs the scenarios one after the other, prints a table of them, and ends with the line `N passed, N failed`.
 * @param {{ url?: string, only?: string }} options
 * @returns {Promise<boolean>} whether nothing failed
 */
export async function examineConformance({ url, only = "" }) {
  const { conformanceSuite } = await import("../../server/testing/agui-conformance/suite.ts");
  const { NotShownError } = await import("../../server/testing/agui-conformance/target.ts");
  const opened = url === undefined ? await openOwn() : await openGiven(url);
  const counts = { passed: 0, failed: 0, notShown: 0 };
  /** @param {string} verdict @param {string} name @param {string} said @param {number} startedAt */
  const print = (verdict, name, said, startedAt) =>
    console.log(`  ${verdict.padEnd(9)} ${name}\n            ${said}, ${seconds(performance.now() - startedAt)}`);
  try {
    for (const scenario of conformanceSuite.filter(({ name }) => name.includes(only))) {
      const startedAt = performance.now();
      if (scenario.needsScript && !opened.target.hasScriptedModel) {
        counts.notShown += 1;
        print("not shown", scenario.name, "needs the scripted model", startedAt);
        continue;
      }
      try {
        print("ok", scenario.name, await scenario.run(opened.target), startedAt);
        counts.passed += 1;
      } catch (error) {
        const isNotShown = error instanceof NotShownError;
        counts[isNotShown ? "notShown" : "failed"] += 1;
        const said = error instanceof Error ? error.message : String(error);
        print(isNotShown ? "not shown" : "failed", scenario.name, said, startedAt);
      }
    }
  } finally {
    await opened.close();
  }
  if (counts.notShown > 0) console.log(`${counts.notShown} could not be shown on this instance.`);
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  return counts.failed === 0;
}
