import { Client } from "pg";
import { describe, expect, inject, test } from "vitest";
import { plannerOptions } from "../database";
import { engineStatements } from "../sql/statements";
import { startHarness, until } from "./harness";

/** Statements about all rows of a table that is small: the schedules of an app, once at its start. */
const ofWholeTables = new Set(["drop_crons"]);

/** Nodes of a plan that read all rows of a table, or all entries of an index that has entries for all of them. */
function wholeReads(plan: readonly string[]): string[] {
  return plan.filter(
    (line, place) =>
      /Seq Scan on/.test(line) ||
      (/Index (Only )?Scan using \w+_pkey/.test(line) && !/Index Cond/.test(plan[place + 1] ?? "")),
  );
}

describe("what the engine reads on tables that have never been analysed", () => {
  test("each statement reaches its rows by a key", async () => {
    const { schema } = await startHarness({ functions: () => [] });
    const sql = new Client({ connectionString: inject("databaseUrl"), options: plannerOptions });
    await sql.connect();
    const found: Record<string, string[]> = {};
    for (const { name, text } of Object.values(engineStatements(schema))) {
      if (ofWholeTables.has(name)) continue;
      const { rows } = await sql.query<{ "QUERY PLAN": string }>(`explain (generic_plan, costs off) ${text}`);
      const reads = wholeReads(rows.map((row) => row["QUERY PLAN"]));
      if (reads.length > 0) found[name] = reads;
    }
    await sql.end();
    expect(found).toEqual({});
  });

  test("a run reads its own rows, however many others are stored", async () => {
    const runs = 20;
    const others = 3_000;
    let ended = 0;
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction({ id: "two", triggers: { event: "go" } }, async ({ step }) => {
          await step.run("one", () => 1);
          await step.sleep("pause", 1);
          await Promise.all([step.run("left", () => 1), step.run("right", () => 1)]);
          ended += 1;
        }),
      ],
    });
    await harness.rows(
      `insert into {s}.step (run_id, id, op, memo, seq) select 'other-' || n, 'step', 'Step', '{}', 1 from generate_series(1, $1) n`,
      [others],
    );
    await harness.rows(
      `insert into {s}.run (id, fn, event_id, events) select 'other-' || n, 'other', 'e', '[]' from generate_series(1, $1) n`,
      [others],
    );
    await harness.rows(
      `insert into {s}.pause (id, kind, run_id, event, expires_at)
        select 'other-' || n, 'event', 'other-' || n, 'other-' || n, now() + interval '1 day' from generate_series(1, $1) n`,
      [others],
    );
    await harness.rows(
      `insert into {s}.queue (id, kind, fn, run_id, visible_at)
        select 'other-' || n, 'sleep', 'other', 'other-' || n, now() + interval '1 day' from generate_series(1, $1) n`,
      [others],
    );
    for (let run = 0; run < runs; run += 1) await harness.send("go");
    // Not asked of the database, which counts what is read by whoever asks.
    await until("the end of all runs", () => ended >= runs);
    // Sessions report what they have read when they end at the latest.
    await harness.engine.stop({ drainMs: 1_000 });
    const read = async () =>
      harness.rows<{ table: string; tuples: number }>(
        `select relname as table, (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as tuples
         from pg_stat_user_tables where schemaname = $1 and relname in ('step', 'run', 'pause', 'queue')`,
        [harness.schema],
      );
    await until("the statistics", async () => (await read()).some(({ tuples }) => tuples > 0));
    const readByMany = (await read()).filter(({ tuples }) => tuples / runs > others / 10);
    expect(readByMany).toEqual([]);
  });
});
