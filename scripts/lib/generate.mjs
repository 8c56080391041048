import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { inRoot } from "./paths.mjs";

const marker = () => inRoot("prisma", "generated", ".made-from");

/** What the generated client depends on: the schema and the version of the generator. */
function fingerprint() {
  const hash = createHash("sha256");
  for (const file of [
    "prisma/schema.prisma",
    "node_modules/prisma/package.json",
    "node_modules/@prisma/client/package.json",
  ]) {
    hash.update(readFileSync(inRoot(file)));
  }
  return hash.digest("hex");
}

/**
 * Generates the database client from prisma/schema.prisma, unless it was made from just this schema already.
 * @returns {boolean} whether it had to be generated
 */
export function generateClient() {
  const wanted = fingerprint();
  if (existsSync(marker()) && readFileSync(marker(), "utf8") === wanted) return false;
  const made = spawnSync(process.execPath, [inRoot("node_modules/prisma/build/index.js"), "generate"], {
    cwd: inRoot(),
    encoding: "utf8",
    // The generator needs no schema engine, but would download one if it found none; naming any program stops that.
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: "1",
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
    },
  });
  if (made.status !== 0) throw new Error(`The database client could not be generated.\n${made.stdout}${made.stderr}`);
  writeFileSync(marker(), wanted);
  return true;
}
