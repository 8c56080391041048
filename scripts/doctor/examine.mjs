import pg from "pg";
import { runningDatabaseUrl } from "../lib/database.mjs";
import { holderOf } from "../lib/lock.mjs";
import { seconds } from "../lib/progress.mjs";
import { serverLockFile } from "../lib/running.mjs";
import { checkDatabase, checkMigrations, checkModel, checkSandbox, checkServer, checkStream } from "./checks.mjs";
import { checkDurability } from "./durability.mjs";
import { Finding } from "./finding.mjs";

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {(patient: import("./finding.mjs").Patient, say: (line: string) => void) => Promise<string>} run
 */

/** In the order in which a cause comes before its consequences. @type {Check[]} */
const checks = [
  { name: "Database", run: checkDatabase },
  { name: "Migrations", run: checkMigrations },
  { name: "Server", run: checkServer },
  { name: "Stream", run: checkStream },
  { name: "Model", run: checkModel },
  { name: "Sandbox", run: checkSandbox },
  { name: "Durability", run: checkDurability },
];

/** What the rest can not be examined without. */
const vital = new Set(["Database", "Server"]);

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

/**
 * Examines the installation that runs on this state folder and prints a sentence about each part.
 * @returns {Promise<boolean>} whether nothing is wrong
 */
export async function examine() {
  const { origin, databaseUrl } = findPatient();
  const sql = new pg.Pool({
    connectionString: databaseUrl,
    max: 2,
    connectionTimeoutMillis: 10_000,
    application_name: "signalbox-doctor",
  });
  // A connection that breaks while it idles shows in the next query.
  sql.on("error", () => undefined);
  const startedAt = performance.now();
  let problems = 0;
  try {
    for (const { name, run } of checks) {
      console.log(name);
      try {
        print("ok", await run({ origin, databaseUrl, sql }, (line) => print("", line)));
      } catch (error) {
        problems += 1;
        print("problem", error instanceof Error ? error.message : String(error));
        print(
          "to do",
          error instanceof Finding
            ? error.advice
            : "Look at what the server printed, and report it if that does not help.",
        );
        if (vital.has(name)) break;
      }
    }
  } finally {
    await sql.end();
  }
  const verdict = problems === 0 ? "Everything is well" : problems === 1 ? "1 problem" : `${problems} problems`;
  console.log(`${verdict} (${seconds(performance.now() - startedAt)}).`);
  return problems === 0;
}
