import { createHash, randomUUID } from "node:crypto";
import pg from "pg";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { ensureDatabase, migrate, type Migration } from "./migrate.mjs";

let url: string;
let client: pg.Client;

beforeEach(async () => {
  const name = `migrate_${randomUUID()}`;
  await ensureDatabase(inject("databaseUrl"), name);
  url = Object.assign(new URL(inject("databaseUrl")), { pathname: `/${name}` }).toString();
  client = new pg.Client({ connectionString: url });
  await client.connect();
});

afterEach(() => client.end());

function migration(name: string, sql: string): Migration {
  return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
}

const first = migration("1_first", "CREATE TABLE a (x int); INSERT INTO a VALUES (1);");
const second = migration("2_second", "ALTER TABLE a ADD COLUMN y int;");

async function recorded() {
  const { rows } = await client.query("SELECT * FROM _prisma_migrations ORDER BY migration_name");
  return rows;
}

test("migrations are applied once, in order, and recorded as Prisma records them", async () => {
  expect(await migrate(url, [first])).toEqual(["1_first"]);
  expect(await migrate(url, [first, second])).toEqual(["2_second"]);
  expect(await migrate(url, [first, second])).toEqual([]);
  expect(await recorded()).toMatchObject([
    { migration_name: "1_first", checksum: first.checksum, applied_steps_count: 1, rolled_back_at: null, logs: null },
    {
      migration_name: "2_second",
      checksum: second.checksum,
      finished_at: expect.any(Date),
      started_at: expect.any(Date),
    },
  ]);
});

test("several processes that migrate at once apply each migration once", async () => {
  const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(url, [first, second])));
  expect(applied.flat()).toEqual(["1_first", "2_second"]);
  expect((await client.query("SELECT * FROM a")).rowCount).toBe(1);
});

test("a failing migration leaves nothing behind, keeps the ones before it and can be repaired", async () => {
  const broken = migration("2_second", "CREATE TABLE b (x int); SELECT nonsense;");
  await expect(migrate(url, [first, broken])).rejects.toThrow('2_second failed: column "nonsense" does not exist');
  expect(await recorded()).toHaveLength(1);
  await expect(client.query("SELECT * FROM b")).rejects.toThrow("does not exist");
  expect(await migrate(url, [first, second])).toEqual(["2_second"]);
});

test("a migration that was changed after it was applied is refused by name", async () => {
  await migrate(url, [first]);
  const changed = migration("1_first", `${first.sql} -- changed`);
  await expect(migrate(url, [changed, second])).rejects.toThrow("1_first was changed");
  expect(await recorded()).toHaveLength(1);
});

test("a migration that another tool left half-way is refused by name", async () => {
  await migrate(url, [first]);
  await client.query("UPDATE _prisma_migrations SET finished_at = NULL");
  await expect(migrate(url, [first, second])).rejects.toThrow("1_first was started by another tool");
});

test("what a newer version has applied is left as it is", async () => {
  await migrate(url, [first, second]);
  expect(await migrate(url, [first])).toEqual([]);
  expect(await recorded()).toHaveLength(2);
});
