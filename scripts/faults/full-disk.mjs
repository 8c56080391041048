import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Bench } from "./bench.mjs";
import { Traffic } from "./traffic.mjs";

const diskMegabytes = 420;
const megabyte = Buffer.alloc(1 << 20);

/** @param {string} command @param {string[]} args */
function run(command, args) {
  const { status, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  return status === 0 ? undefined : (error?.message ?? stderr.trim());
}

/** Takes all space that is left. @param {string} file */
function fill(file) {
  try {
    for (;;) writeFileSync(file, megabyte, { flag: "a" });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOSPC") throw error;
  }
}

/**
 * The database's disk is full for a while: no run is lost, and once there is space again all of them go on.
 * @param {{ seed: number }} options
 * @returns {Promise<string>} what was done, or why not
 */
export async function fullDisk({ seed }) {
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    return "not done: making a small disk needs root on Linux";
  const disk = mkdtempSync(join(tmpdir(), "signalbox-disk-"));
  const refusal = run("mount", ["-t", "tmpfs", "-o", `size=${diskMegabytes}m,mode=0755`, "tmpfs", disk]);
  if (refusal !== undefined) {
    rmSync(disk, { recursive: true });
    return `not done: a small disk can not be mounted here (${refusal})`;
  }
  try {
    const bench = await Bench.open(disk);
    try {
      const server = await bench.start();
      const traffic = new Traffic(bench, seed);
      await traffic.publish(server.origin, 4);
      traffic.begin(() => server.origin, { streams: 2 });
      await delay(2000);
      const filler = join(disk, "filler");
      fill(filler);
      // What the database frees meanwhile is taken too, for as long as the disk is to be full.
      for (let second = 0; second < 10; second += 1) {
        await delay(1000);
        fill(filler);
      }
      rmSync(filler);
      await traffic.stop();
      const figures = await bench.settle();
      await traffic.check();
      return `${traffic.expected.length} runs through 10 s without space\n${figures}`;
    } finally {
      await bench.close();
    }
  } finally {
    const problem = run("umount", [disk]);
    if (problem === undefined) rmSync(disk, { recursive: true });
    else console.error(`${disk} stays mounted: ${problem}`);
  }
}
