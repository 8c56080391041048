import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { holderOf, tryLock, withLock } from "./lock.mjs";
import { inRoot } from "./paths.mjs";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-lock-"));
  file = join(folder, "a.lock");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function taken() {
  const attempt = tryLock(file);
  if ("holder" in attempt) throw new Error("The lock is held.");
  return attempt.lock;
}

/** Takes the lock in another process, which then dies without releasing it. */
async function takeAndDie() {
  const script = `import { tryLock } from ${JSON.stringify(inRoot("scripts/lib/lock.mjs"))};
    tryLock(${JSON.stringify(file)}).lock.write({ url: "left" });
    process.kill(process.pid, "SIGKILL");`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "ignore" });
  await once(child, "exit");
}

test("a second taker is told who holds the lock and what it wrote", () => {
  taken().write({ url: "http://here" });
  expect(tryLock(file)).toMatchObject({ holder: { pid: process.pid, url: "http://here" } });
  expect(holderOf(file)).toMatchObject({ pid: process.pid, url: "http://here" });
});

test("a released lock leaves no file and can be taken again", () => {
  taken().release();
  expect(readdirSync(folder)).toEqual([]);
  expect(holderOf(file)).toBeUndefined();
  taken().release();
});

test("the lock of a killed process is taken over, with what it had written", async () => {
  await takeAndDie();
  expect(holderOf(file)).toBeUndefined();
  const lock = taken();
  expect(lock.left).toMatchObject({ url: "left" });
  lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

test("a lock whose number now belongs to another process is not respected", () => {
  writeFileSync(file, JSON.stringify({ pid: process.pid, began: "another time" }));
  expect(taken().left).toMatchObject({ began: "another time" });
});

test("work under a lock is done one after the other", async () => {
  const steps: string[] = [];
  let waited = 0;
  const first = taken();
  const second = withLock(
    file,
    () => steps.push("second"),
    () => (waited += 1),
  );
  steps.push("first");
  first.release();
  await second;
  expect(steps).toEqual(["first", "second"]);
  expect(waited).toBe(1);
});

test("a lock is released when the work under it fails", async () => {
  const work = withLock(
    file,
    () => Promise.reject(new Error("no")),
    () => {},
  );
  await expect(work).rejects.toThrow("no");
  expect(readdirSync(folder)).toEqual([]);
});
