import { describe, expect, test } from "vitest";
import { inProcess, overHttp } from "./drivers";
import { startHarness } from "./harness";

describe.each([inProcess, overHttp])("basics $name", (driver) => {
  test("C-1 sequential steps run in order, each once, and the result is kept", async () => {
    const ran: string[] = [];
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction({ id: "chain", triggers: { event: "go" } }, async ({ event, step }) => {
          const a = await step.run("a", () => (ran.push("a"), event.data.start as number));
          const b = await step.run("b", () => (ran.push("b"), a + 1));
          return step.run("c", () => (ran.push("c"), { sum: a + b }));
        }),
      ],
    });
    await harness.send("go", { start: 20 });
    const [run] = await harness.ended("chain");
    expect(run).toMatchObject({ status: "completed", output: { sum: 41 } });
    expect(ran).toEqual(["a", "b", "c"]);
    expect(await harness.rows("select * from {s}.queue")).toEqual([]);
  });

  test("C-1 without checkpointing the same steps run once each", async () => {
    const ran: string[] = [];
    const harness = await startHarness({
      driver,
      client: { checkpointing: false },
      functions: (inngest) => [
        inngest.createFunction({ id: "chain", triggers: { event: "go" } }, async ({ step }) => {
          for (const id of ["a", "b", "c", "d"]) await step.run(id, () => ran.push(id));
          return ran.length;
        }),
      ],
    });
    await harness.send("go");
    expect((await harness.ended("chain"))[0]).toMatchObject({ status: "completed", output: 4 });
    expect(ran).toEqual(["a", "b", "c", "d"]);
  });

  test("C-2 undefined, NUL and 2 MB outputs come back exactly", async () => {
    const big = "x".repeat(2_000_000);
    const harness = await startHarness({
      driver,
      client: { checkpointing: false },
      functions: (inngest) => [
        inngest.createFunction({ id: "outputs", triggers: { event: "go" } }, async ({ step }) => {
          const nothing = await step.run("nothing", () => undefined);
          const nul = await step.run("nul", () => "a\0b \u{1F600}");
          const large = await step.run("large", () => big);
          return { nothing, nul, size: large.length };
        }),
      ],
    });
    await harness.send("go");
    expect((await harness.ended("outputs"))[0]?.output).toEqual({
      nothing: null,
      nul: "a\0b \u{1F600}",
      size: big.length,
    });
  });

  test("C-3 a function without steps completes", async () => {
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction({ id: "plain", triggers: { event: "go" } }, async ({ event }) => event.data.x),
      ],
    });
    await harness.send("go", { x: [1, { y: null }] });
    expect((await harness.ended("plain"))[0]).toMatchObject({ status: "completed", output: [1, { y: null }] });
  });

  test("C-4 the same step id in a loop is a new step each time", async () => {
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction({ id: "loop", triggers: { event: "go" } }, async ({ step }) => {
          const seen: number[] = [];
          for (let i = 0; i < 3; i++) seen.push(await step.run("same", () => i * 10));
          return seen;
        }),
      ],
    });
    await harness.send("go");
    expect((await harness.ended("loop"))[0]?.output).toEqual([0, 10, 20]);
  });

  test("C-5 the same event id starts a function once", async () => {
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction({ id: "once", triggers: { event: "go" } }, async ({ event }) => event.id),
      ],
    });
    await Promise.all([
      harness.send("go", {}, "run-1"),
      harness.send("go", {}, "run-1"),
      harness.send("go", {}, "run-2"),
    ]);
    const runs = await harness.ended("once", 2);
    expect(runs.map(({ output }) => output).toSorted()).toEqual(["run-1", "run-2"]);
    expect(await harness.rows("select id from {s}.run")).toHaveLength(2);
  });

  test("C-6 a send repeated with its seed gives the same ids and no second run", async () => {
    const harness = await startHarness({
      driver,
      functions: (inngest) => [inngest.createFunction({ id: "seeded", triggers: { event: "go" } }, async () => null)],
    });
    const post = async () => {
      const response = await harness.engine.fetch("http://inngest.embedded/e/key", {
        method: "POST",
        headers: { "x-inngest-event-id-seed": `1700000000000,${Buffer.alloc(10, 7).toString("base64")}` },
        body: JSON.stringify([
          { name: "go", data: {} },
          { name: "go", data: {} },
        ]),
      });
      return (await response.json()) as { ids: string[] };
    };
    const first = await post();
    expect(await post()).toEqual(first);
    expect(new Set(first.ids).size).toBe(2);
    await harness.ended("seeded", 2);
    expect(await harness.rows("select id from {s}.run")).toHaveLength(2);
  });

  test("C-7 reserved event names are refused and data._inngest is stripped", async () => {
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction({ id: "strip", triggers: { event: "go" } }, async ({ event }) => event.data),
      ],
    });
    await expect(harness.engine.send([{ name: "inngest/function.failed" }])).rejects.toThrow(/reserved/);
    const response = await harness.engine.fetch("http://inngest.embedded/e/key", {
      method: "POST",
      body: JSON.stringify({ name: "inngest/x" }),
    });
    expect(response.status).toBe(400);
    await harness.send("go", { a: 1, _inngest: { fn_id: "forged" } });
    expect((await harness.ended("strip"))[0]?.output).toEqual({ a: 1 });
    expect(await harness.rows("select id from {s}.event")).toHaveLength(1);
  });

  test("C-8 C-9 C-10 triggers go by condition, by wildcard, and one event starts every function it triggers", async () => {
    const harness = await startHarness({
      driver,
      functions: (inngest) => [
        inngest.createFunction(
          { id: "big", triggers: { event: "order/made", if: "event.data.total > 100" } },
          async () => "big",
        ),
        inngest.createFunction(
          { id: "small", triggers: { event: "order/made", if: "event.data.total <= 100" } },
          async () => "small",
        ),
        inngest.createFunction({ id: "any", triggers: { event: "order/*" } }, async () => "any"),
      ],
    });
    await harness.send("order/made", { total: 500 });
    await harness.send("order/made", { total: 5 });
    expect(await harness.ended("any", 2)).toHaveLength(2);
    expect(await harness.ended("big")).toHaveLength(1);
    expect(await harness.ended("small")).toHaveLength(1);
    expect(await harness.rows("select id from {s}.run")).toHaveLength(4);
  });

  test("C-11 an event nobody listens for is stored and starts nothing", async () => {
    const harness = await startHarness({
      driver,
      functions: (inngest) => [inngest.createFunction({ id: "other", triggers: { event: "go" } }, async () => null)],
    });
    await harness.send("nobody/listens", { a: 1 });
    expect(await harness.rows("select name from {s}.event")).toEqual([{ name: "nobody/listens" }]);
    expect(await harness.rows("select id from {s}.run")).toEqual([]);
  });
});
