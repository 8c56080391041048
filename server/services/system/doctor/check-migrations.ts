import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { pool } from "@/server/db";
import { env } from "@/server/env";
import { Finding } from "./finding";

/** Whether the database has the migrations of this version, unchanged. Those of a newer one are left alone. */
export async function checkMigrations(): Promise<string> {
  const wanted = await readMigrations();
  const { rows } = await pool.query<{ name: string; checksum: string }>(
    `select migration_name as name, checksum from _prisma_migrations
     where finished_at is not null and rolled_back_at is null`,
  );
  const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]));
  const changed = wanted.filter(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum);
  if (changed.length > 0)
    throw new Finding(
      `${changed.map(({ name }) => name).join(", ")} was changed after it was applied.`,
      "Put the released files of prisma/migrations back.",
    );
  const missing = wanted.filter(({ name }) => !applied.has(name));
  if (missing.length > 0)
    throw new Finding(
      `${missing.length} of ${wanted.length} migrations are not applied.`,
      "Stop Signalbox and start it again: npm start applies them.",
    );
  return `All ${wanted.length} migrations are applied.`;
}

async function readMigrations(): Promise<{ name: string; checksum: string }[]> {
  const folder = path.join(env.rootDirectory, "prisma", "migrations");
  const entries = await readdir(folder, { withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name }) => {
        const sql = await readFile(path.join(folder, name, "migration.sql"));
        return { name, checksum: createHash("sha256").update(sql).digest("hex") };
      }),
  );
}
