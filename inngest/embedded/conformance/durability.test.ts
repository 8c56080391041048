import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { startHarness, until, type Harness } from "./harness";

const program = fileURLToPath(new URL("worker-process.ts", import.meta.url));
const hooks = new URL("type-stripping.mjs", import.meta.url).href;

/** A schema whose app knows the functions of the worker process but runs none of them itself. */
async function observer() {
  const harness = await startHarness({ functions: () => [] });
  await harness.engine.stop();
  await harness.rows("create table {s}.ran (run text, step text, pid int, at timestamptz default clock_timestamp())");
  return harness;
}

async function startWorker(
  harness: Harness,
  settings: { checkpointing?: boolean; leaseMs?: number; slots?: number; pollMs?: number; hangs?: boolean } = {},
) {
  const argument = JSON.stringify({
    connectionString: inject("databaseUrl"),
    schema: harness.schema,
    checkpointing: true,
    leaseMs: 10_000,
    slots: 20,
    pollMs: 100,
    hangs: false,
    ...settings,
  });
  const child = spawn(process.execPath, ["--import", hooks, program, argument], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => end(child, "SIGKILL"));
  await once(child.stdout, "data");
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, "exit");
}

/** Starts runs as the engine's own send would; the observer's engine is stopped. */
async function startRuns(harness: Harness, fn: string, count: number) {
  for (let i = 0; i < count; i++) {
    const events = JSON.stringify([{ id: `${fn}-${i}`, name: fn, data: {}, ts: 1 }]);
    await harness.rows(`insert into {s}.run (id, fn, event_id, events) values ($1, $2, 'e', $3)`, [
      `run-${fn}-${i}`,
      `conformance-${fn}`,
      events,
    ]);
    await harness.rows(
      `insert into {s}.queue (id, kind, fn, run_id, visible_at) values ($1, 'step', $2, $1, clock_timestamp())`,
      [`run-${fn}-${i}`, `conformance-${fn}`],
    );
  }
}

/** Steps that ran again although their result had been stored before. */
const repeatedMemoized = `
  select r.run, r.step from {s}.ran r
  join {s}.step st on st.run_id = 'run-' || r.run and st.name = r.step
  where r.at > st.ended_at`;

describe("durability", () => {
  test.each([true, false])(
    "C-66 C-67 killed at several points, runs complete and no memoized step runs again (checkpointing %s)",
    async (checkpointing) => {
      const harness = await observer();
      await startRuns(harness, "chain", 6);
      for (const point of [5, 35]) {
        const worker = await startWorker(harness, { checkpointing });
        await until(`${point} steps`, async () => (await harness.rows("select 1 from {s}.ran")).length >= point);
        await end(worker, "SIGKILL");
      }
      await startWorker(harness, { checkpointing });
      const runs = await harness.ended("chain", 6);
      expect(runs.map(({ status, output }) => [status, output])).toEqual(
        Array.from({ length: 6 }, () => ["completed", "done"]),
      );
      expect(await harness.rows(repeatedMemoized)).toEqual([]);
      const twice = await harness.rows("select run, step from {s}.ran group by run, step having count(*) > 1");
      expect(twice.length).toBeLessThanOrEqual(2 * 6); // what was in flight at each of two kills
      expect(await harness.rows("select id from {s}.queue")).toEqual([]);
    },
  );

  test("C-68 a killed process's work is taken over by the end of its session, long before its lease ends", async () => {
    const harness = await observer();
    await startRuns(harness, "hanging", 2);
    // A poll as rare as this does not find the dead; the watch over others that hold work does.
    const first = await startWorker(harness, { leaseMs: 60_000, pollMs: 1000, hangs: true });
    await until(
      "the hanging steps",
      async () => (await harness.rows("select 1 from {s}.ran where step = 'hang'")).length === 2,
    );
    const second = await startWorker(harness, { leaseMs: 60_000, pollMs: 1000 });
    const killed = Date.now();
    await end(first, "SIGKILL");
    await until(
      "both steps in the second process",
      async () => (await harness.rows("select 1 from {s}.ran where pid = $1", [second.pid])).length === 2,
    );
    expect(Date.now() - killed).toBeLessThan(1000); // the lease is a minute
    expect((await harness.ended("hanging", 2)).map(({ output }) => output)).toEqual(["done", "done"]);
    expect(await harness.rows("select run from {s}.ran where step = 'before'")).toHaveLength(2);
  });

  test("C-68 without a session to tell, the end of the lease frees the work", async () => {
    const harness = await observer();
    await startRuns(harness, "chain", 1);
    // A worker that holds its lock and gives no sign of life: only the lease can end its claim.
    await harness.rows(
      `update {s}.queue set worker = 7, gen = nextval('{s}.generation'), visible_at = clock_timestamp() + interval '700 ms'`,
    );
    const held = await harness.lockAs(7);
    const began = Date.now();
    await startWorker(harness);
    expect((await harness.ended("chain"))[0]?.status).toBe("completed");
    expect(Date.now() - began).toBeGreaterThan(300);
    await held.release();
  });

  test("C-69 two processes share the work and run nothing twice", async () => {
    const harness = await observer();
    const [first, second] = await Promise.all([startWorker(harness, { slots: 4 }), startWorker(harness, { slots: 4 })]);
    await startRuns(harness, "chain", 16);
    await harness.ended("chain", 16);
    const shares = await harness.rows<{ pid: number; steps: number }>(
      "select pid, count(*)::int as steps from {s}.ran group by pid",
    );
    expect(shares.map(({ pid }) => pid).toSorted()).toEqual([first?.pid, second?.pid].toSorted());
    expect(shares.reduce((sum, { steps }) => sum + steps, 0)).toBe(16 * 12);
  });

  test.each([true, false])(
    "C-70 a step that kills its process is given up at the function's last attempt (checkpointing %s)",
    async (checkpointing) => {
      const harness = await observer();
      await startRuns(harness, "poison", 1);
      for (let death = 0; death < 2; death++) {
        const worker = await startWorker(harness, { checkpointing });
        if (worker.exitCode === null && worker.signalCode === null) await once(worker, "exit");
      }
      const survivor = await startWorker(harness, { checkpointing });
      const [run] = await harness.ended("poison");
      expect(run).toMatchObject({ status: "failed", error: { name: "NoAnswerError" } });
      expect(survivor.exitCode).toBeNull();
      const counts = await harness.rows("select step, count(*)::int as count from {s}.ran group by step order by step");
      expect(counts).toEqual([
        { step: "deadly", count: 2 },
        { step: "fine", count: 1 },
      ]);
    },
  );

  test("C-74 SIGTERM hands runs over between two steps: nothing runs twice, no attempt is spent", async () => {
    const harness = await observer();
    await startRuns(harness, "chain", 3);
    const first = await startWorker(harness);
    await until("a few steps", async () => (await harness.rows("select 1 from {s}.ran")).length >= 6);
    await end(first, "SIGTERM");
    expect(first.exitCode).toBe(0);
    expect(await harness.rows("select 1 from {s}.run where status <> 'open'")).toEqual([]);
    expect(await harness.rows("select worker, attempt from {s}.queue")).toEqual(
      Array.from({ length: 3 }, () => ({ worker: null, attempt: 0 })),
    );
    await startWorker(harness);
    await harness.ended("chain", 3);
    expect(await harness.rows("select run, step from {s}.ran group by run, step having count(*) > 1")).toEqual([]);
  });
});
