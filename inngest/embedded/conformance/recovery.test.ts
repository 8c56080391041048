import { describe, expect, test } from "vitest";
import { inProcess } from "./drivers";
import { startHarness, until, type Harness } from "./harness";

/** Ends the database sessions of one engine, as a restart of PostgreSQL would. Other engines of the test run keep theirs. */
async function loseSessions(harness: Harness) {
  const lost = await harness.rows(
    `select pg_terminate_backend(a.pid) from pg_stat_activity a where a.application_name = $1`,
    [`signalbox-engine ${harness.schema}`],
  );
  expect(lost.length).toBeGreaterThan(1);
}

describe("recovery in one process", () => {
  test.each([true, false])(
    "C-71 a worker that lost its item is not listened to any more (checkpointing %s)",
    async (checkpointing) => {
      const releases: (() => void)[] = [];
      const ends: string[] = [];
      const harness = await startHarness({
        client: { checkpointing },
        functions: (inngest) => [
          inngest.createFunction({ id: "stale", triggers: { event: "go" }, retries: 3 }, async ({ step, attempt }) => {
            const first = await step.run("held", async () => {
              await new Promise<void>((resolve) => releases.push(resolve));
              return `by attempt ${attempt}`;
            });
            await step.run("next", () => ends.push(first));
            return first;
          }),
        ],
      });
      await harness.send("go");
      await until("the first call", () => releases.length === 1);
      // As if this worker had been paused past its lease and another one had claimed the item.
      await harness.rows("update {s}.queue set visible_at = clock_timestamp()");
      await until("the second call", () => releases.length === 2);
      releases[0]?.();
      releases[1]?.();
      expect((await harness.ended("stale"))[0]).toMatchObject({ status: "completed", output: "by attempt 1" });
      expect(ends).toEqual(["by attempt 1"]);
      expect(await harness.rows("select id from {s}.queue")).toEqual([]);
    },
  );

  test("C-72 all database sessions lost under load: the process lives on and every run completes", async () => {
    const ran: string[] = [];
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction({ id: "steady", triggers: { event: "go" }, retries: 3 }, async ({ event, step }) => {
          for (let i = 0; i < 15; i++) {
            await step.run(`s${i}`, async () => {
              ran.push(`${event.data.n}.${i}`);
              await new Promise((resolve) => setTimeout(resolve, 10));
            });
          }
          return event.data.n;
        }),
      ],
    });
    await harness.inngest.send(Array.from({ length: 8 }, (_, n) => ({ name: "go", data: { n } })));
    for (const point of [20, 60]) {
      await until(`${point} steps`, () => ran.length >= point);
      await loseSessions(harness);
    }
    const runs = await harness.ended("steady", 8);
    expect(runs.every(({ status }) => status === "completed")).toBe(true);
    expect(new Set(ran).size).toBe(8 * 15);
  });

  test("C-72 an item whose claim was answered into the void is taken up again, and no attempt is spent on it", async () => {
    const harness = await startHarness({
      engine: { leaseMs: 600 },
      functions: (inngest) => [
        inngest.createFunction({ id: "once", triggers: { event: "go" }, retries: 0 }, async () => "ran"),
      ],
    });
    const [session] = await harness.rows<{ worker: number }>(
      "select objid::bigint::int as worker from pg_locks where locktype = 'advisory' and pid in (select pid from pg_stat_activity where application_name = $1)",
      [`signalbox-engine ${harness.schema}`],
    );
    const events = JSON.stringify([{ id: "e", name: "go", data: {}, ts: 1 }]);
    await harness.rows(`insert into {s}.run (id, fn, event_id, events) values ('r', 'conformance-once', 'e', $1)`, [
      events,
    ]);
    await harness.rows(
      `insert into {s}.queue (id, kind, fn, run_id, worker, visible_at) values ('r', 'step', 'conformance-once', 'r', $1, clock_timestamp() + interval '500 ms')`,
      [session?.worker],
    );
    expect((await harness.ended("once"))[0]).toMatchObject({ status: "completed", output: "ran" });
  });

  test("C-73 a failure between storing a step and queueing what follows stores neither", async () => {
    const harness: Harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction({ id: "torn", triggers: { event: "go" }, retries: 3 }, async ({ step }) => {
          await Promise.all([step.sleep("nap", "1s"), step.run("beside", () => null)]);
          return "whole";
        }),
      ],
    });
    await harness.rows(
      `create function {s}.spoil() returns trigger language plpgsql as 'begin raise exception ''spoiled''; end'`,
    );
    await harness.rows(
      "create trigger spoil before insert on {s}.queue for each row when (new.kind = 'sleep') execute function {s}.spoil()",
    );
    await harness.send("go");
    await until(
      "a failed attempt",
      async () => (await harness.rows("select id from {s}.queue where attempt > 0")).length === 1,
    );
    expect(await harness.rows("select id from {s}.step")).toEqual([]);
    await harness.rows("drop trigger spoil on {s}.queue");
    expect((await harness.ended("torn"))[0]).toMatchObject({ status: "completed", output: "whole" });
  });

  test("C-75 a run goes on with the code of a deploy that renamed a step", async () => {
    const ran: string[] = [];
    const versionOf = (first: string) => (inngest: Parameters<Parameters<typeof startHarness>[0]["functions"]>[0]) => [
      inngest.createFunction({ id: "deployed", triggers: { event: "go" } }, async ({ step }) => {
        await step.run(first, () => ran.push(first));
        await step.sleep("nap", "1s");
        return step.run("end", () => ran.join(","));
      }),
    ];
    const harness = await startHarness({ functions: versionOf("old") });
    await harness.send("go");
    await until(
      "the sleep",
      async () => (await harness.rows("select id from {s}.queue where kind = 'sleep'")).length === 1,
    );
    await harness.engine.stop();
    const app = await inProcess.open(versionOf("new"), {});
    app.connect(await harness.join({ handler: app.handler }));
    expect((await harness.ended("deployed"))[0]).toMatchObject({ status: "completed", output: "old,new" });
  });

  test("stopping twice, and sending to a stopped engine, are clear", async () => {
    const harness = await startHarness({ functions: () => [] });
    await Promise.all([harness.engine.stop(), harness.engine.stop()]);
    const response = await harness.engine.fetch("http://inngest.embedded/e/key", {
      method: "POST",
      body: '{"name":"late"}',
    });
    expect(response.status).toBe(503);
  });

  test("ended runs and events older than the retention are deleted, with their steps", async () => {
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction({ id: "brief", triggers: { event: "go" } }, async ({ step }) => step.run("s", () => 1)),
      ],
    });
    await harness.send("go");
    await harness.ended("brief");
    await harness.rows("update {s}.run set ended_at = now() - interval '40 days'");
    await harness.rows("update {s}.event set received_at = now() - interval '40 days'");
    await harness.send("go");
    await harness.ended("brief", 2);
    await harness.restart();
    await until("the purge", async () => (await harness.rows("select id from {s}.run")).length === 1);
    expect(await harness.rows("select id from {s}.step")).toHaveLength(1);
    await until("the purge of events", async () => (await harness.rows("select id from {s}.event")).length === 1);
  });
});
