import { expect, inject, onTestFinished, test } from "vitest";
import { createPool } from "../connection-pool";
import { ConnectionTrouble } from "../connection-trouble";
import { until } from "./harness";

/** Errors that nobody listens to end a process; here they fail the run of the tests. */
test("a connection that breaks between two queries of its holder ends nothing but the next query", async () => {
  const pool = createPool({ connectionString: inject("databaseUrl"), max: 2 });
  onTestFinished(() => pool.end());
  const held = await pool.connect();
  const { rows } = await held.query<{ pid: number }>("select pg_backend_pid() as pid");
  const ended = new Promise((resolve) => held.once("end", resolve));
  await pool.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
  await ended;
  await expect(held.query("select 1")).rejects.toBeInstanceOf(ConnectionTrouble);
  held.release();
  await until("the broken connection to be gone", () => pool.totalCount === 1);
  expect((await pool.query<{ one: number }>("select 1 as one")).rows).toEqual([{ one: 1 }]);
});
