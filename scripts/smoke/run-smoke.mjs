import { runningDatabaseUrl } from "../lib/database.mjs";
import { holderOf } from "../lib/lock.mjs";
import { seconds } from "../lib/progress.mjs";
import { serverLockFile } from "../lib/running.mjs";
import { SmokeFailure } from "./failure.mjs";
import { cleanUp, stages } from "./stages.mjs";

/**
 * Where to walk: the given address, or the Signalbox that runs on this state folder, whose database is known.
 * @param {string | undefined} url
 */
function findInstance(url) {
  const here = holderOf(serverLockFile())?.url;
  const origin = url ?? (typeof here === "string" ? here : undefined);
  if (origin === undefined) throw new Error("No Signalbox runs here. Start it with npm start, or give --url.");
  const databaseUrl = process.env.DATABASE_URL || (origin === here ? runningDatabaseUrl() : undefined);
  return { origin, databaseUrl };
}

/**
 * Walks the way of a message stage by stage and prints each with its time. After a failure the rest is not run.
 * @param {{ url?: string }} options
 * @returns {Promise<boolean>} whether every stage passed
 */
export async function runSmoke({ url }) {
  /** @type {import("./stages.mjs").Walk} */
  const walk = { ...findInstance(url), made: [] };
  const startedAt = performance.now();
  console.log(`Walking through ${walk.origin}.`);
  /** @type {string | undefined} */
  let failed;
  for (const { name, run } of stages) {
    if (failed !== undefined) {
      console.log(`  not run   ${name}`);
      continue;
    }
    const stageStartedAt = performance.now();
    try {
      const said = await run(walk);
      console.log(`  ok        ${name.padEnd(15)} ${seconds(performance.now() - stageStartedAt).padStart(7)}  ${said}`);
    } catch (error) {
      failed = name;
      console.log(`  failed    ${name.padEnd(15)} ${seconds(performance.now() - stageStartedAt).padStart(7)}`);
      console.log(`            Cause: ${error instanceof Error ? error.message : String(error)}`);
      const nextStep = error instanceof SmokeFailure ? error.nextStep : "Look at the server's log.";
      console.log(`            Next:  ${nextStep}`);
    }
  }
  try {
    await cleanUp(walk);
  } catch (error) {
    console.log(
      `  The apps of this walk could not be archived: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  console.log(
    `${failed === undefined ? "Everything works" : `It fails at: ${failed}`}, ${seconds(performance.now() - startedAt)}.`,
  );
  return failed === undefined;
}
