import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { inRoot, root } from "./paths.mjs";
import { onStopRequest } from "./stop-requests.mjs";

/**
 * Which packages are wanted: those that run the product, or all, with the tools that test it.
 * @typedef {"production" | "all"} Scope
 * @typedef {{ version?: string, link?: boolean, dev?: boolean, optional?: boolean, devOptional?: boolean }} LockEntry
 */

/**
 * @param {string} file
 * @returns {Record<string, LockEntry>}
 */
function readPackages(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}

/**
 * Whether node_modules holds what package-lock.json says. npm records what it installed, as its last act, in
 * node_modules/.package-lock.json; comparing the two needs no marker of our own and believes an `npm ci` by hand too.
 * @param {Scope} scope
 * @param {string} folder the checkout
 */
export function isInstalled(scope, folder = root) {
  const record = join(folder, "node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  const installed = readPackages(record);
  return Object.entries(readPackages(join(folder, "package-lock.json"))).every(([location, wanted]) => {
    if (location === "" || wanted.link) return true;
    const present = installed[location];
    if (present !== undefined) return present.version === wanted.version;
    // Packages for other platforms are optional and rightly absent.
    if (wanted.optional || wanted.devOptional) return true;
    return scope === "production" && wanted.dev === true;
  });
}

/** The search path without our own node_modules: npm must not run on a Node that it is about to replace. */
function pathOutside() {
  const ours = inRoot("node_modules");
  return (process.env.PATH ?? "")
    .split(delimiter)
    .filter((entry) => !entry.startsWith(ours))
    .join(delimiter);
}

/**
 * Installs exactly what the lock file says. No package's install script is run; none is needed.
 * @param {Scope} scope
 * @returns {Promise<void>}
 */
export async function installPackages(scope) {
  const args = ["ci", "--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts", "--loglevel=error"];
  args.push(scope === "production" ? "--omit=dev" : "--include=dev");
  const npm = spawn("npm", args, {
    cwd: root,
    env: { ...process.env, PATH: pathOutside() },
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  let isStopped = false;
  const stopListening = onStopRequest(() => {
    isStopped = true;
    // On gentler signals npm first removes all it has written, for half a minute. The next install does that anyway.
    npm.kill("SIGKILL");
  });
  const how = await new Promise((resolve, reject) => {
    npm.once("error", reject);
    npm.once("exit", (code, signal) => resolve(signal ?? code));
  });
  stopListening();
  if (isStopped) throw new Error("Stopped while installing packages; the next start begins that anew.");
  if (how !== 0) throw new Error(`npm ci ended with ${how}; its messages above say why. Start again to retry.`);
}
