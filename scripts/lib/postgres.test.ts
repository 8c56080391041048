import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inRoot } from "./paths.mjs";
import { startPostgres } from "./postgres.mjs";
import { beginningOf, hasGone } from "./processes.mjs";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-postgres-"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function isListening(port: number) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

/** @returns the parent's number, or undefined when the process has gone meanwhile */
function parentOf(pid: number) {
  try {
    return Number(
      readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ")[1],
    );
  } catch {
    return undefined;
  }
}

function childrenOf(parent: number) {
  const pids = readdirSync("/proc").map(Number).filter(Number.isInteger);
  return pids.filter((pid) => parentOf(pid) === parent);
}

test("the server keeps its data and its password from one start to the next and leaves nothing running", async () => {
  const first = await startPostgres({ folder });
  await query(first.url("postgres"), "CREATE TABLE kept AS SELECT 1 AS x");
  await first.stop();
  expect(existsSync(join(folder, "data", "postmaster.pid"))).toBe(false);
  expect(beginningOf(first.pid)).toBeUndefined();
  expect(await isListening(first.port)).toBe(false);
  const second = await startPostgres({ folder });
  expect(await query(second.url("postgres"), "SELECT x FROM kept")).toEqual([{ x: 1 }]);
  await second.stop();
});

test("a wrong password is refused: other accounts of the machine cannot read the database", async () => {
  const server = await startPostgres({ folder });
  const url = Object.assign(new URL(server.url("postgres")), { password: "guess" }).toString();
  await expect(query(url, "SELECT 1")).rejects.toMatchObject({ code: "28P01" });
  await server.stop();
});

test("a server killed with -9 is reported, and the next start recovers what was committed", async () => {
  const exited = Promise.withResolvers<string>();
  const server = await startPostgres({ folder, onExit: exited.resolve });
  await query(server.url("postgres"), "CREATE TABLE committed AS SELECT 2 AS x");
  process.kill(server.pid, "SIGKILL");
  expect(await exited.promise).toContain("SIGKILL");
  const again = await startPostgres({ folder });
  expect(await query(again.url("postgres"), "SELECT x FROM committed")).toEqual([{ x: 2 }]);
  await again.stop();
});

test("a server left by a killed start is ended by the next start, which then runs alone", async () => {
  // The other process kills the guard that would end its server first, so that the server is really left.
  const script = `import { startPostgres } from ${JSON.stringify(inRoot("scripts/lib/postgres.mjs"))};
    const { pid } = await startPostgres({ folder: ${JSON.stringify(folder)} });
    console.log(pid);
    setInterval(() => {}, 1000);`;
  const starter = spawn(process.execPath, ["--input-type=module", "-e", script]);
  const [output] = (await once(starter.stdout, "data")) as [Buffer];
  const left = Number(output.toString());
  for (const pid of childrenOf(starter.pid ?? 0).filter((child) => child !== left)) process.kill(pid, "SIGKILL");
  starter.kill("SIGKILL");
  await once(starter, "exit");
  expect(beginningOf(left)).toBeDefined();
  const server = await startPostgres({ folder });
  expect(await hasGone(left, 0)).toBe(true);
  expect(await query(server.url("postgres"), "SELECT 1 AS x")).toEqual([{ x: 1 }]);
  await server.stop();
});

test("a stale pid file that names a stranger's process does not hurt the stranger", async () => {
  const stranger = spawn("sleep", ["60"]);
  await once(stranger, "spawn");
  writeFileSync(join(folder, "data", "postmaster.pid"), `${stranger.pid}\n${join(folder, "data")}\n`);
  const server = await startPostgres({ folder });
  expect(beginningOf(stranger.pid ?? 0)).toBeDefined();
  await server.stop();
  stranger.kill();
});

test("a temporary server takes its folder with it", async () => {
  const temporary = mkdtempSync(join(tmpdir(), "signalbox-postgres-"));
  const server = await startPostgres({ folder: temporary, isTemporary: true });
  expect(readFileSync(join(temporary, "data", "PG_VERSION"), "utf8").trim()).toBe("18");
  await server.stop();
  expect(existsSync(temporary)).toBe(false);
});
