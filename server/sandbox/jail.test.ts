import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, expect, test, vi } from "vitest";
import { findJail, guestProcessOptions, sandboxPaths } from "./jail";

const execute = promisify(execFile);
const spawned: number[] = [];

afterEach(() => {
  for (const pid of spawned.splice(0)) if (isAlive(pid)) process.kill(pid, "SIGKILL");
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("the self-test tells a process without guards from one with them", async () => {
  const { nodePath } = await findJail();
  const listener = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  const readable = path.join(sandboxPaths.pyodide, "package.json");
  const script = path.join(sandboxPaths.children, "self-test.mjs");
  const { stdout } = await execute(nodePath, [script, readable, path.resolve("package.json"), String(port)]);
  listener.close();
  expect(JSON.parse(stdout)).toEqual({
    canReadRunner: true,
    isFileHidden: false,
    isSpawnRefused: false,
    isEvalRefused: false,
    isNetworkRefused: false,
    isEnvironmentEmpty: false,
  });
});

test("P-9 inside namespaces a guest sees no process but its own", async ({ skip }) => {
  const jail = await findJail();
  if (jail.level !== "namespaces") skip("this machine has no namespaces for ordinary users");
  const [command = "", ...args] = [
    ...jail.prefix,
    jail.nodePath,
    "-p",
    "[process.pid, process.ppid, process.getuid()].join()",
  ];
  const { stdout } = await execute(command, args, guestProcessOptions);
  const [pid, parent, user] = stdout.trim().split(",").map(Number);
  expect([pid, parent]).toEqual([1, 0]);
  expect(user).not.toBe(0);
});

test.runIf(existsSync("/usr/bin/setpriv"))("code that is running when the server is killed ends with it", async () => {
  const jail = await findJail();
  const guest = [...jail.prefix, jail.nodePath, "-e", "for (;;) ;"];
  const server = spawn(
    jail.nodePath,
    [
      "-e",
      `const [command, ...args] = ${JSON.stringify(guest)};
       const child = require("node:child_process").spawn(command, args, { env: {}, cwd: "/", detached: true, stdio: "ignore" });
       console.log(child.pid); setInterval(() => undefined, 1000);`,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const guestPid = await new Promise<number>((resolve) => {
    server.stdout.once("data", (text: Buffer) => resolve(Number(text.toString())));
  });
  spawned.push(guestPid, server.pid ?? guestPid);
  // Each wrapper becomes the next one or starts it; code runs once the last of them has become its interpreter.
  const codePid = await vi.waitFor(async () => {
    const running = await findProcess(guestPid, jail.nodePath);
    expect(running).toBeDefined();
    return running ?? guestPid;
  });
  spawned.push(codePid);
  server.kill("SIGKILL");
  await vi.waitFor(() => expect([guestPid, codePid].filter(isAlive)).toEqual([]), { timeout: 5_000 });
});

test.runIf(existsSync("/usr/bin/prlimit"))("no guest has processor time without end", async () => {
  const { prefix, nodePath } = await findJail();
  const [command = "", ...args] = [
    ...prefix,
    nodePath,
    "-p",
    "require('node:fs').readFileSync('/proc/self/limits', 'utf8')",
  ];
  const { stdout } = await execute(command, args, guestProcessOptions);
  expect(stdout).toMatch(/^Max cpu time +600 +600 /m);
});

/** A process or one of its descendants that runs a program. */
async function findProcess(pid: number, program: string): Promise<number | undefined> {
  const [commandLine, children] = await Promise.all([
    readFile(`/proc/${pid}/cmdline`, "utf8"),
    readFile(`/proc/${pid}/task/${pid}/children`, "utf8"),
  ]);
  if (commandLine.split("\0")[0] === program) return pid;
  for (const child of children.trim().split(" ").filter(Boolean)) {
    const found = await findProcess(Number(child), program);
    if (found !== undefined) return found;
  }
  return undefined;
}
