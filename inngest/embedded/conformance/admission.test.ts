import { describe, expect, test } from "vitest";
import { startHarness, until } from "./harness";

describe("admission", () => {
  test("C-58 a throttled function starts at its pace, and nothing is dropped", async () => {
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction(
          { id: "paced", triggers: { event: "go" }, throttle: { limit: 2, period: "1s" } },
          async () => null,
        ),
      ],
    });
    await harness.inngest.send(Array.from({ length: 4 }, () => ({ name: "go", data: {} })));
    const due = await harness.rows<{ id: string; at: Date }>(
      "select run_id as id, visible_at as at from {s}.queue where worker is null order by visible_at",
    );
    const gaps = due.slice(1).map(({ at }, index) => at.getTime() - (due[index]?.at.getTime() ?? 0));
    expect(gaps.length).toBeGreaterThan(0);
    for (const gap of gaps) expect(Math.abs(gap - 500)).toBeLessThan(100);
    await harness.ended("paced", 4);
    const early = await harness.rows(
      "select r.id from {s}.run r join unnest($1::text[], $2::timestamptz[]) as due(id, at) using (id) where r.ended_at < due.at",
      [due.map(({ id }) => id), due.map(({ at }) => at)],
    );
    expect(early).toEqual([]);
  });

  test("C-58 each value of a throttle's key has a pace of its own", async () => {
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction(
          { id: "keyed", triggers: { event: "go" }, throttle: { limit: 1, period: "1h", key: "event.data.who" } },
          async ({ event }) => event.data.who,
        ),
      ],
    });
    for (const who of ["ann", "ann", "bob"]) await harness.send("go", { who });
    expect((await harness.ended("keyed", 2)).map(({ output }) => output).toSorted()).toEqual(["ann", "bob"]);
    expect(await harness.rows("select id from {s}.run where status = 'open'")).toHaveLength(1);
  });

  test("C-58 a throttle's burst starts at once", async () => {
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction(
          { id: "bursting", triggers: { event: "go" }, throttle: { limit: 1, period: "1h", burst: 3 } },
          async () => null,
        ),
      ],
    });
    await harness.inngest.send(Array.from({ length: 4 }, () => ({ name: "go", data: {} })));
    await harness.ended("bursting", 3);
    const [waiting] = await harness.rows<{ minutes: number }>(
      "select extract(epoch from visible_at - clock_timestamp()) / 60 as minutes from {s}.queue",
    );
    expect(Number(waiting?.minutes)).toBeGreaterThan(59);
  });

  test("C-59 a rate limit drops what is beyond it, not what has no key, and a repeated event takes no turn", async () => {
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction(
          { id: "rated", triggers: { event: "go" }, rateLimit: { limit: 2, period: "1h", key: "event.data.who" } },
          async ({ event }) => event.data.n,
        ),
        inngest.createFunction(
          { id: "once", triggers: { event: "go" }, idempotency: "event.data.who" },
          async ({ event }) => event.data.n,
        ),
      ],
    });
    await harness.send("go", { who: "ann", n: 1 }, "first");
    await harness.send("go", { who: "ann", n: 1 }, "first");
    for (const n of [2, 3]) await harness.send("go", { who: "ann", n });
    await harness.send("go", { who: "bob", n: 4 });
    for (const n of [5, 6, 7]) await harness.send("go", { n });
    const rated = await harness.ended("rated", 6);
    expect(rated.map(({ output }) => output).toSorted()).toEqual([1, 2, 4, 5, 6, 7]);
    const once = await harness.ended("once", 5);
    expect(once.map(({ output }) => output).toSorted()).toEqual([1, 4, 5, 6, 7]);
    expect(await harness.rows("select id from {s}.run")).toHaveLength(11);
  });

  test("C-59 an invocation beyond a rate limit is an error the parent can catch", async () => {
    const harness = await startHarness({
      functions: (inngest) => {
        const child = inngest.createFunction(
          { id: "child", triggers: { event: "unused" }, rateLimit: { limit: 1, period: "1h" } },
          async () => "ran",
        );
        const parent = inngest.createFunction({ id: "parent", triggers: { event: "go" } }, async ({ step }) => {
          const first = await step.invoke("first", { function: child });
          const second = await step.invoke("second", { function: child }).catch((error: Error) => error.message);
          return { first, second };
        });
        return [child, parent];
      },
    });
    await harness.send("go");
    expect((await harness.ended("parent"))[0]?.output).toEqual({
      first: "ran",
      second: 'The function "conformance-child" was not started: its rate limit is used up',
    });
  });

  test("C-62 a singleton that skips starts nothing while one of its runs is open, also within one send", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction(
          { id: "single", triggers: { event: "go" }, singleton: { mode: "skip", key: "event.data.who" } },
          async ({ event }) => {
            if (event.data.who === "ann") await held;
            return event.data.n;
          },
        ),
      ],
    });
    await harness.inngest.send([1, 2, 3].map((n) => ({ name: "go", data: { who: n === 3 ? "bob" : "ann", n } })));
    await harness.send("go", { who: "ann", n: 4 });
    expect((await harness.ended("single"))[0]?.output).toBe(3);
    release();
    expect((await harness.ended("single", 2)).map(({ output }) => output).toSorted()).toEqual([1, 3]);
    await harness.send("go", { who: "ann", n: 5 });
    expect(await harness.ended("single", 3)).toHaveLength(3);
    expect(await harness.rows("select id from {s}.run")).toHaveLength(3);
  });

  test("C-62 a singleton that cancels ends its earlier run; the same event again cancels nothing", async () => {
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction(
          { id: "latest", triggers: { event: "go" }, singleton: { mode: "cancel" } },
          async ({ event, step }) => {
            if (event.data.n === 1) await step.sleep("long", "1h");
            return step.run("end", () => event.data.n as number);
          },
        ),
      ],
    });
    await harness.send("go", { n: 1 }, "one");
    await until(
      "the sleep",
      async () => (await harness.rows("select id from {s}.queue where kind = 'sleep'")).length === 1,
    );
    await harness.send("go", { n: 1 }, "one");
    expect(await harness.rows("select id from {s}.run where status = 'cancelled'")).toEqual([]);
    await harness.send("go", { n: 2 });
    const [first, second] = await harness.ended("latest", 2);
    expect(first).toMatchObject({ status: "cancelled", error: { message: expect.stringMatching(/newer run/) } });
    expect(second).toMatchObject({ status: "completed", output: 2 });
  });

  test("C-62 events that come at the same time to two engines leave one open run of a singleton", async () => {
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction(
          { id: "alone", triggers: { event: "go" }, singleton: { mode: "skip" } },
          async ({ step }) => step.sleep("long", "1h"),
        ),
      ],
    });
    const second = await harness.join();
    await Promise.all(
      Array.from({ length: 10 }, (_, i) => (i % 2 ? harness.engine : second).send([{ name: "go", data: {} }])),
    );
    expect(await harness.rows("select id from {s}.run")).toHaveLength(1);
  });

  test("C-63 of the runs that wait for a place the one with the highest priority goes first", async () => {
    const order: unknown[] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction(
          { id: "ranked", triggers: { event: "go" }, concurrency: 1, priority: { run: "event.data.rank" } },
          async ({ event }) => {
            order.push(event.data.rank ?? "none");
            if (event.data.rank === 0) await held;
          },
        ),
      ],
    });
    await harness.send("go", { rank: 0 });
    await until("the first run", () => order.length === 1);
    for (const rank of [undefined, -1, 120, 600]) await harness.send("go", { rank });
    release();
    await harness.ended("ranked", 5);
    expect(order).toEqual([0, 600, 120, "none", -1]);
  });

  test("C-64 a run that does not start in time, and one that does not finish in time, are cancelled", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction(
          { id: "queued", triggers: { event: "go" }, concurrency: 1, timeouts: { start: "1s" } },
          async () => {
            await held;
            return "ran";
          },
        ),
        inngest.createFunction(
          { id: "endless", triggers: { event: "go" }, timeouts: { finish: "1s" } },
          async ({ step }) => step.sleep("long", "1h"),
        ),
        inngest.createFunction(
          { id: "swift", triggers: { event: "go" }, timeouts: { start: "1s", finish: "1h" } },
          async () => "in time",
        ),
      ],
    });
    await harness.inngest.send([
      { name: "go", data: {} },
      { name: "go", data: {} },
    ]);
    const [late] = await harness.ended("queued");
    expect(late).toMatchObject({
      status: "cancelled",
      error: { message: expect.stringMatching(/did not start in time/) },
    });
    release();
    expect((await harness.ended("queued", 2)).map(({ status }) => status).toSorted()).toEqual([
      "cancelled",
      "completed",
    ]);
    for (const run of await harness.ended("endless", 2))
      expect(run).toMatchObject({
        status: "cancelled",
        error: { message: expect.stringMatching(/did not finish in time/) },
      });
    expect((await harness.ended("swift", 2)).map(({ output }) => output)).toEqual(["in time", "in time"]);
    expect(await harness.rows("select id from {s}.queue")).toEqual([]);
  });

  test.each([
    ["throttle", { throttle: { limit: 0, period: "1s" } }, "throttle needs a limit of at least 1"],
    ["rateLimit", { rateLimit: { limit: 1, period: "soon" } }, 'rateLimit has the unreadable period "soon"'],
    ["timeouts", { timeouts: { finish: "2020-01-01" } }, 'timeouts has the unreadable finish "2020-01-01"'],
  ])("an unusable %s is refused at start with the reason", async (_option, configuration, message) => {
    const start = startHarness({
      functions: (inngest) => [
        inngest.createFunction(
          { id: "odd", triggers: { event: "go" }, ...(configuration as object) },
          async () => null,
        ),
      ],
    });
    await expect(start).rejects.toThrow(message);
  });
});
