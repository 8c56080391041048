import { describe, expect, test } from "vitest";
import { nextTime } from "../cron";
import { inProcess } from "./drivers";
import { startHarness } from "./harness";

/** Counts how many bodies of each key run at the same time. */
function gauge() {
  const now = new Map<string, number>();
  const peak = new Map<string, number>();
  return {
    peak,
    hold: async (key: string) => {
      now.set(key, (now.get(key) ?? 0) + 1);
      peak.set(key, Math.max(peak.get(key) ?? 0, now.get(key) ?? 0));
      await new Promise((resolve) => setTimeout(resolve, 20));
      now.set(key, (now.get(key) ?? 0) - 1);
    },
  };
}

/** The next times of a schedule, one after the other. */
function timesOf(cron: string, after: string, count: number) {
  const times: Date[] = [];
  for (let i = 0; i < count; i++) times.push(nextTime(cron, times.at(-1) ?? new Date(after)));
  return times.map((time) => time.toISOString());
}

describe("flow", () => {
  test("C-54 a concurrency key limits each of its values, and each reaches its limit", async () => {
    const { peak, hold } = gauge();
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction(
          { id: "keyed", triggers: { event: "go" }, concurrency: { limit: 2, key: "event.data.tenant" } },
          async ({ event, step }) => {
            await step.run("work", () => hold(event.data.tenant));
          },
        ),
      ],
    });
    await harness.inngest.send(
      Array.from({ length: 12 }, (_, i) => ({ name: "go", data: { tenant: i % 2 ? "a" : "b" } })),
    );
    await harness.ended("keyed", 12);
    expect(Object.fromEntries(peak)).toEqual({ a: 2, b: 2 });
  });

  test("C-55 C-56 a function's number and a limit shared by two functions both hold", async () => {
    const own = gauge();
    const shared = gauge();
    const harness = await startHarness({
      functions: (inngest) =>
        ["one", "two"].map((id) =>
          inngest.createFunction(
            {
              id,
              triggers: { event: "go" },
              concurrency: [{ limit: 2 }, { limit: 3, scope: "account", key: `"everybody"` }],
            },
            async () => {
              await Promise.all([own.hold(id), shared.hold("all")]);
            },
          ),
        ),
    });
    await harness.inngest.send(Array.from({ length: 6 }, () => ({ name: "go", data: {} })));
    await Promise.all([harness.ended("one", 6), harness.ended("two", 6)]);
    expect(Math.max(...own.peak.values())).toBe(2);
    expect(shared.peak.get("all")).toBe(3);
  });

  test("C-57 a sleeping run leaves its place to another", async () => {
    const order: string[] = [];
    const harness = await startHarness({
      functions: (inngest) => [
        inngest.createFunction({ id: "polite", triggers: { event: "go" }, concurrency: 1 }, async ({ event, step }) => {
          await step.run("begin", () => order.push(`begin ${event.data.n}`));
          await step.sleep("nap", "1s");
          await step.run("end", () => order.push(`end ${event.data.n}`));
        }),
      ],
    });
    await harness.send("go", { n: 1 });
    await harness.send("go", { n: 2 });
    await harness.ended("polite", 2);
    expect(order.slice(0, 2).toSorted()).toEqual(["begin 1", "begin 2"]);
    expect(order.slice(2).toSorted()).toEqual(["end 1", "end 2"]);
  });

  test("C-65 a schedule fires once a tick with two engines", async () => {
    const first = await startHarness({
      functions: (inngest) => [
        inngest.createFunction({ id: "tick", triggers: { cron: "* * * * * *" } }, async ({ event }) => event.name),
      ],
    });
    const second = await first.join();
    const runs = await first.ended("tick", 2);
    await second.stop();
    expect(runs[0]).toMatchObject({ status: "completed", output: "inngest/scheduled.timer" });
    const doubled = await first.rows(
      "select date_trunc('second', created_at) from {s}.run group by 1 having count(*) > 1",
    );
    expect(doubled).toEqual([]);
  });

  test("C-65 a schedule keeps to its time zone, over the change of the clocks too", () => {
    expect(nextTime("0 9 * * *", new Date("2026-03-28T10:00:00Z")).toISOString()).toBe("2026-03-29T09:00:00.000Z");
    const berlin = "TZ=Europe/Berlin 0 9 * * *";
    expect(nextTime(berlin, new Date("2026-03-28T07:00:00Z")).toISOString()).toBe("2026-03-28T08:00:00.000Z");
    expect(nextTime(berlin, new Date("2026-03-28T12:00:00Z")).toISOString()).toBe("2026-03-29T07:00:00.000Z");
    expect(() => nextTime("not a schedule", new Date())).toThrow(/CronPattern/);
  });

  test("C-65 over the change of the clocks a skipped time comes once at its end, a doubled one once, and no hour is lost", () => {
    const berlin = "TZ=Europe/Berlin 30 2 * * *";
    expect(timesOf(berlin, "2026-03-28T12:00:00Z", 2)).toEqual([
      "2026-03-29T01:00:00.000Z",
      "2026-03-30T00:30:00.000Z",
    ]);
    expect(timesOf(berlin, "2026-10-24T12:00:00Z", 2)).toEqual([
      "2026-10-25T00:30:00.000Z",
      "2026-10-26T01:30:00.000Z",
    ]);
    expect(timesOf("TZ=Europe/Berlin 0 * * * *", "2026-03-28T23:30:00Z", 3)).toEqual([
      "2026-03-29T00:00:00.000Z",
      "2026-03-29T01:00:00.000Z",
      "2026-03-29T02:00:00.000Z",
    ]);
  });

  test("a schedule with a jitter is refused at start, not run without it", async () => {
    const start = startHarness({
      functions: (inngest) => [
        inngest.createFunction({ id: "vague", triggers: { cron: "0 9 * * *", jitter: "5m" } }, async () => null),
      ],
    });
    await expect(start).rejects.toThrow(
      "The function conformance-vague cannot run here: a schedule may have no jitter",
    );
  });

  test("a function whose expression does not parse is refused at start", async () => {
    const start = startHarness({
      driver: inProcess,
      functions: (inngest) => [
        inngest.createFunction({ id: "broken", triggers: { event: "go", if: "event.data. ==" } }, async () => null),
      ],
    });
    await expect(start).rejects.toThrow(/conformance-broken.*does not parse/);
  });
});
