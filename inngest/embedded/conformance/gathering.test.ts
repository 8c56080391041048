import { describe, expect, test } from "vitest";
import { startHarness, until } from "./harness";

describe("gathering events", () => {
  test("C-60 a debounced function starts once, with the last event, when no more has come for the period", async () => {
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction(
          { id: "calm", triggers: { event: "go" }, debounce: { period: "1s", key: "event.data.who" } },
          async ({ event }) => event.data,
        ),
      ],
    });
    for (const n of [1, 2, 3]) await harness.send("go", { who: "ann", n });
    await harness.send("go", { who: "bob", n: 4 });
    expect(await harness.rows("select id from {s}.run")).toEqual([]);
    const runs = await harness.ended("calm", 2);
    expect(runs.map(({ output }) => output)).toEqual(
      expect.arrayContaining([
        { who: "ann", n: 3 },
        { who: "bob", n: 4 },
      ]),
    );
    expect(await harness.rows("select id from {s}.queue")).toEqual([]);
  });

  test("C-60 a debounced function does not wait longer than its timeout", async () => {
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction(
          { id: "pressed", triggers: { event: "go" }, debounce: { period: "1h", timeout: "1s" } },
          async ({ event }) => event.data.n,
        ),
      ],
    });
    await harness.send("go", { n: 1 });
    await harness.send("go", { n: 2 });
    expect((await harness.ended("pressed"))[0]?.output).toBe(2);
  });

  test("C-60 a worker that takes a debounced start up as another event comes starts nothing", async () => {
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction({ id: "calm", triggers: { event: "go" }, debounce: { period: "1h" } }, async () => null),
      ],
    });
    await harness.send("go", { n: 1 });
    const [claimed] = await harness.rows<{ id: string; gen: string }>(
      "update {s}.queue set worker = 7, gen = nextval('{s}.generation') returning id, gen",
    );
    await harness.send("go", { n: 2 });
    expect(
      await harness.rows("delete from {s}.queue where id = $1 and gen = $2 returning id", [claimed?.id, claimed?.gen]),
    ).toEqual([]);
    expect(await harness.rows("select worker from {s}.queue where kind = 'debounce'")).toEqual([{ worker: null }]);
  });

  test("C-61 a batch starts at its size, each key for itself, and with what there is at its timeout", async () => {
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction(
          {
            id: "bulk",
            triggers: { event: "go" },
            batchEvents: { maxSize: 3, timeout: "1s", key: "event.data.who" },
          },
          async ({ events }) => events.map(({ data }) => data.n as number),
        ),
      ],
    });
    await harness.inngest.send([1, 2, 3, 4].map((n) => ({ name: "go", data: { who: "ann", n } })));
    await harness.send("go", { who: "bob", n: 5 });
    expect((await harness.ended("bulk"))[0]?.output).toEqual([1, 2, 3]);
    const runs = await harness.ended("bulk", 3);
    expect(runs.slice(1).map(({ output }) => output)).toEqual(expect.arrayContaining([[4], [5]]));
    expect(await harness.rows("select id from {s}.queue")).toEqual([]);
  });

  test("C-61 an event that does not meet a batch's condition starts a run of its own, and one event is in a batch once", async () => {
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction(
          {
            id: "some",
            triggers: { event: "go" },
            batchEvents: { maxSize: 3, timeout: "1s", if: "event.data.urgent != true" },
          },
          async ({ events }) => events.map(({ data }) => data.n as number),
        ),
      ],
    });
    await harness.send("go", { n: 1 }, "one");
    await harness.send("go", { n: 1 }, "one");
    await harness.send("go", { n: 2, urgent: true });
    expect((await harness.ended("some"))[0]?.output).toEqual([2]);
    expect((await harness.ended("some", 2))[1]?.output).toEqual([1]);
  });

  test("C-60 C-61 what was gathered survives a restart", async () => {
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction(
          { id: "calm", triggers: { event: "go" }, debounce: { period: "1s" } },
          async ({ event }) => event.data.n,
        ),
        inngest.createFunction(
          { id: "bulk", triggers: { event: "go" }, batchEvents: { maxSize: 9, timeout: "1s" } },
          async ({ events }) => events.length,
        ),
      ],
    });
    await harness.send("go", { n: 1 });
    await harness.restart();
    await harness.send("go", { n: 2 });
    expect((await harness.ended("calm"))[0]?.output).toBe(2);
    expect((await harness.ended("bulk"))[0]?.output).toBe(2);
    await until("an empty queue", async () => (await harness.rows("select id from {s}.queue")).length === 0);
  });

  test("a function that is both debounced and batched is refused at start", async () => {
    const start = startHarness({
      functions: (inngest) => [
        inngest.createFunction(
          {
            id: "both",
            triggers: { event: "go" },
            debounce: { period: "1s" },
            batchEvents: { maxSize: 2, timeout: "1s" },
          },
          async () => null,
        ),
      ],
    });
    await expect(start).rejects.toThrow("The function conformance-both cannot run here: batchEvents and debounce");
  });
});
