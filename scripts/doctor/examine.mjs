import { runningDatabaseUrl } from "../lib/database.mjs";
import { holderOf } from "../lib/lock.mjs";
import { root } from "../lib/paths.mjs";
import { seconds } from "../lib/progress.mjs";
import { serverLockFile } from "../lib/running.mjs";
import { examineStream } from "./examine-stream.mjs";

/** @typedef {import("../../server/domain/doctor/report.ts").CheckReport} CheckReport */

function findPatient() {
  const origin = holderOf(serverLockFile())?.url;
  const databaseUrl = process.env.DATABASE_URL || runningDatabaseUrl();
  if (typeof origin === "string" && databaseUrl) return { origin, databaseUrl };
  throw new Error("No Signalbox runs here. Start it with npm start, then examine it from a second terminal.");
}

/** @param {string} label @param {string} text */
function print(label, text) {
  console.log(`  ${label.padEnd(9)} ${text}`);
}

/** @param {string} origin @returns {Promise<import("../../server/services/system/check-readiness.ts").Readiness>} */
async function askReadiness(origin) {
  const response = await fetch(`${origin}/api/ready`, { signal: AbortSignal.timeout(15_000) });
  return response.json();
}

/**
 * Examines the installation that runs on this state folder and prints a sentence about each part. The checks are the
 * server's own, run in this process on the same database; only what the server answers is asked over HTTP.
 * @returns {Promise<boolean>} whether nothing is wrong
 */
export async function examineHere() {
  const { origin, databaseUrl } = findPatient();
  Object.assign(process.env, {
    DATABASE_URL: databaseUrl,
    NODE_ENV: "production",
    SIGNALBOX_ORIGIN: process.env.SIGNALBOX_ORIGIN || origin,
    SIGNALBOX_ROOT: root,
    LOG_LEVEL: "silent",
  });
  await import("../lib/source-hooks.mjs");
  const { examine } = await import("../../server/services/system/doctor/examine.ts");
  const { checkWords } = await import("../../server/domain/doctor/report.ts");
  const { localPrincipal } = await import("../../server/services/access/principal.ts");
  const { pool } = await import("../../server/db.ts");

  const startedAt = performance.now();
  /** @type {CheckReport[]} */
  const ended = [];
  /** What the last report had, of which the next one is a continuation. @type {CheckReport | undefined} */
  let last;
  const tell = (/** @type {CheckReport} */ report) => {
    const isNew = last?.check !== report.check;
    if (isNew) console.log(checkWords[report.check].name);
    for (const stage of report.stages.slice(isNew ? 0 : last?.stages.length)) print("", stage);
    last = report;
    if (report.state === "running") return;
    print(report.state, report.sentence ?? "");
    if (report.advice !== undefined) print("to do", report.advice);
    ended.push(report);
  };
  const patient = { principal: localPrincipal, askReadiness: () => askReadiness(origin) };
  try {
    for await (const report of examine(patient)) {
      tell(report);
      const isServerGood = report.check === "server" && report.state === "ok";
      if (isServerGood) tell(await examineStream(origin));
    }
  } finally {
    await pool.end();
  }
  const problems = ended.filter(({ state }) => state === "problem").length;
  const verdict = problems === 0 ? "Everything is well" : problems === 1 ? "1 problem" : `${problems} problems`;
  console.log(`${verdict} (${seconds(performance.now() - startedAt)}).`);
  return problems === 0;
}
