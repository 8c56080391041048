import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { env } from "@/server/env";
import { logger } from "@/server/logger";
import { guestProcessOptions, nodeFlags, sandboxPaths, type Jail } from "./jail";

const execute = promisify(execFile);
const maximumBytes = 128 * 1024 * 1024;

/**
 * The memory snapshot from which Python boots in half a second instead of four. It is an optimisation: where it cannot be
 * made or kept, Python boots the slow way. The file stays open for the life of the process and children get the descriptor,
 * so that they need no right to read the folder it is in.
 */
let descriptor: number | undefined;
let making: Promise<void> | undefined;
let isDisabled = false;

/** The descriptor of the snapshot, or undefined when there is none yet. Waits for one that is being made. */
export async function pythonSnapshot(jail: Jail): Promise<number | undefined> {
  if (making) await making;
  if (isDisabled) return undefined;
  descriptor ??= openIfPresent(await cachedFile(jail));
  return descriptor;
}

/** Makes the snapshot unless there is one. Without one the next boot is merely slow. */
export async function ensurePythonSnapshot(jail: Jail): Promise<void> {
  if (isDisabled || (await pythonSnapshot(jail)) !== undefined) return;
  making ??= makeSnapshot(jail)
    .catch((error: unknown) => disable(error, "Python boots without a memory snapshot, because none could be made"))
    .finally(() => {
      making = undefined;
    });
  await making;
}

/** Gives the snapshot up after a boot from it has failed: it is removed, and this process boots the slow way from now on. */
export async function discardPythonSnapshot(jail: Jail, reason: unknown): Promise<void> {
  disable(reason, "Python boots without its memory snapshot, because a boot from it has failed");
  if (descriptor !== undefined) closeSync(descriptor);
  descriptor = undefined;
  await rm(await cachedFile(jail), { force: true }).catch((error: unknown) => {
    logger.warn({ err: error }, "the memory snapshot of Python could not be removed");
  });
}

function disable(error: unknown, message: string): void {
  isDisabled = true;
  logger.warn({ err: error }, message);
}

async function makeSnapshot(jail: Jail): Promise<void> {
  const [command = jail.nodePath, ...args] = [
    ...jail.prefix,
    jail.nodePath,
    ...nodeFlags([sandboxPaths.children, sandboxPaths.pyodide]),
    path.join(sandboxPaths.children, "make-python-snapshot.mjs"),
    sandboxPaths.pyodide,
  ];
  const { stdout } = await execute(command, args, {
    ...guestProcessOptions,
    encoding: "buffer",
    maxBuffer: maximumBytes,
    timeout: 60_000,
  });
  descriptor = (await keepInCache(await cachedFile(jail), stdout)) ?? (await keepUnnamed(stdout));
}

/** The name holds everything the snapshot depends on, so that a stale one is never found. */
async function cachedFile(jail: Jail): Promise<string> {
  const hash = createHash("sha256").update(jail.nodePath).update(process.version);
  for (const file of ["python-boot.mjs", "make-python-snapshot.mjs"]) {
    hash.update(await readFile(path.join(sandboxPaths.children, file)));
  }
  hash.update(await readFile(path.join(sandboxPaths.pyodide, "package.json")));
  return path.join(env.rootDirectory, ".signalbox/cache", `python-${hash.digest("hex").slice(0, 16)}.snapshot`);
}

async function keepInCache(file: string, bytes: Buffer): Promise<number | undefined> {
  const partial = `${file}.${process.pid}`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(partial, bytes);
    await rename(partial, file);
    return openSync(file, "r");
  } catch {
    // A read-only checkout is an ordinary way to be installed.
    await rm(partial, { force: true });
    return undefined;
  }
}

/** A file without a name: gone with the last process that has it open. */
async function keepUnnamed(bytes: Buffer): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), "signalbox-"));
  try {
    const file = path.join(folder, "python.snapshot");
    await writeFile(file, bytes);
    return openSync(file, "r");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function openIfPresent(file: string): number | undefined {
  try {
    return openSync(file, "r");
  } catch {
    return undefined;
  }
}
