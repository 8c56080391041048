import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { inRoot } from "./paths.mjs";
import { beginningOf, commandOf, hasGone } from "./processes.mjs";

test("a process is known by its beginning and its command until it has gone", async () => {
  const child = spawn("sleep", ["60"]);
  await once(child, "spawn");
  const pid = child.pid ?? 0;
  expect(beginningOf(pid)).toBeDefined();
  expect(commandOf(pid)).toContain("sleep");
  expect(await hasGone(pid, 0)).toBe(false);
  child.kill("SIGKILL");
  expect(await hasGone(pid, 10_000)).toBe(true);
  expect(commandOf(pid)).toBeUndefined();
});

test("what a process guards ends with it, also by kill -9", async () => {
  const script = `import { spawn } from "node:child_process";
    import { endWithThisProcess } from ${JSON.stringify(inRoot("scripts/lib/processes.mjs"))};
    const guarded = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
    endWithThisProcess(guarded.pid, "SIGTERM");
    console.log(guarded.pid);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", `${script}setInterval(() => {}, 1000);`]);
  const [output] = (await once(child.stdout, "data")) as [Buffer];
  const guarded = Number(output.toString());
  expect(commandOf(guarded)).toContain("sleep");
  child.kill("SIGKILL");
  expect(await hasGone(guarded, 10_000)).toBe(true);
});
