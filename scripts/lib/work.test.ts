import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { tryLock } from "./lock.mjs";
import { ensureDatabase } from "./migrate.mjs";
import { inRoot } from "./paths.mjs";
import { startPostgres } from "./postgres.mjs";

function startWorker(stateDir: string): ChildProcess & { said: () => string } {
  const { DATABASE_URL: _ours, npm_lifecycle_event: _npm, ...env } = process.env;
  const child = spawn(process.execPath, [inRoot("scripts", "worker.mjs")], {
    env: { ...env, NODE_ENV: "production", SIGNALBOX_STATE_DIR: stateDir },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (part: string) => (text += part));
  onTestFinished(() => void child.kill("SIGKILL"));
  return Object.assign(child, { said: () => text });
}

test("a worker without a Signalbox and without DATABASE_URL says what to do", async () => {
  const worker = startWorker(mkdtempSync(join(tmpdir(), "signalbox-worker-")));
  const [code] = await once(worker, "exit");
  expect(code).toBe(1);
  expect(worker.said()).toContain(
    "No Signalbox runs here. Start it with `npm start`, or name its database in DATABASE_URL.",
  );
}, 60_000);

/** A folder with the lock of a Signalbox and its database, as `npm start` leaves them while it runs. */
async function pretendRunning() {
  const stateDir = mkdtempSync(join(tmpdir(), "signalbox-worker-"));
  chmodSync(stateDir, 0o755); // PostgreSQL runs as another user when root runs the tests
  const postgres = await startPostgres({ folder: join(stateDir, "postgres"), isTemporary: true });
  onTestFinished(() => postgres.stop());
  await ensureDatabase(postgres.url("postgres"), "signalbox");
  const taken = tryLock(join(stateDir, "server.json"));
  if (!("lock" in taken)) throw new Error("The lock of a new folder is held.");
  taken.lock.write({ url: "http://127.0.0.1:1" });

  return { stateDir, postgres, lock: taken.lock };
}

test("a worker finds the running Signalbox's database, holds a worker's lock there, and ends with it", async () => {
  const { stateDir, postgres, lock } = await pretendRunning();
  const worker = startWorker(stateDir);
  const exited = once(worker, "exit");
  await expect.poll(worker.said, { timeout: 60_000 }).toContain("executes runs");
  const client = new pg.Client({ connectionString: postgres.url("signalbox") });
  await client.connect();
  const { rows } = await client.query(
    "select 1 from pg_locks l join pg_stat_activity a using (pid) where l.locktype = 'advisory' and a.application_name = 'signalbox-engine engine'",
  );
  await client.end();
  expect(rows).toHaveLength(1);

  lock.release();
  expect(await exited).toEqual([0, null]);
  expect(worker.said()).toContain("The Signalbox here has stopped, and so does this worker.");
}, 120_000);

test("F-14 a worker that is told to stop ends with code 0, also when nobody reads its output any more", async () => {
  const { stateDir } = await pretendRunning();
  const worker = startWorker(stateDir);
  const exited = once(worker, "exit");
  await expect.poll(worker.said, { timeout: 60_000 }).toContain("executes runs");
  worker.stdout?.destroy();
  worker.stderr?.destroy();
  worker.kill("SIGTERM");
  expect(await exited).toEqual([0, null]);
}, 120_000);
