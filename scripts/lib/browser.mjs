import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const installedPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** @param {string} path */
function isUsable(path) {
  return existsSync(path) && spawnSync(path, ["--version"], { stdio: "ignore" }).status === 0;
}

async function downloadedByPlaywright() {
  const { chromium } = await import("@playwright/test");
  return chromium.executablePath();
}

async function unpackedFromNpm() {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  // With this set the package also unpacks the libraries and fonts that a bare machine lacks, and points to them.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= "nodejs22.x";
  const { default: chromium } = await import("@sparticuz/chromium");
  return chromium.executablePath();
}

function installedByApt() {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return undefined;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("apt-get", ["update"], { stdio: "ignore", env });
  spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { stdio: "ignore", env });
  return "/usr/bin/chromium";
}

/** @type {{ source: string, find: () => string | undefined | Promise<string | undefined> }[]} */
const candidates = [
  { source: "installed on this machine", find: () => installedPlaces.find(isUsable) },
  { source: "downloaded by Playwright", find: downloadedByPlaywright },
  { source: "from @sparticuz/chromium", find: unpackedFromNpm },
  { source: "installed now by apt-get", find: installedByApt },
];

/**
 * A Chromium that starts on this machine, looked for from the cheapest place to the dearest. `CHROMIUM_PATH` decides
 * without a search.
 * @returns {Promise<{ path: string, source: string }>}
 */
export async function findBrowser() {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (!isUsable(given)) throw new Error(`CHROMIUM_PATH is ${given}, which does not start.`);
    return { path: given, source: "named by CHROMIUM_PATH" };
  }
  for (const { source, find } of candidates) {
    const path = await find();
    if (path !== undefined && isUsable(path)) return { path, source };
  }
  throw new Error("No Chromium was found. Install one (Debian: apt-get install chromium) or set CHROMIUM_PATH.");
}
