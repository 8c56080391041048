import pg from "pg";
import { expect, test } from "vitest";
import { createTestDatabase } from "./test-database";

async function tablesOf(url: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
  );
  await client.end();
  return rows.map((row) => row.name);
}

test("a test database has every migration, is separate from others and is gone after drop", async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  expect(await tablesOf(first.url)).toContain("workflow");
  const client = new pg.Client({ connectionString: first.url });
  await client.connect();
  await client.query("INSERT INTO tenant (id, name) VALUES ('t1', 'One')");
  await client.end();
  const other = new pg.Client({ connectionString: second.url });
  await other.connect();
  expect((await other.query("SELECT * FROM tenant")).rowCount).toBe(0);
  await other.end();
  await Promise.all([first.drop(), second.drop()]);
  await expect(tablesOf(first.url)).rejects.toMatchObject({ code: "3D000" });
});
