import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { isInstalled } from "../../scripts/lib/install.mjs";

const folder = fileURLToPath(new URL("..", import.meta.url));

/** Installs what bench/package-lock.json says, unless it is there. No install script is run; none is needed. */
export async function installBench() {
  if (isInstalled("all", folder)) return;
  const args = ["ci", "--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts", "--loglevel=error"];
  const { status, error } = spawnSync("npm", args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) throw new Error(`npm ci in bench/ ended with ${error?.message ?? `code ${status}`}.`);
}
