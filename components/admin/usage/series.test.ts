import { describe, expect, test } from "vitest";
import { changeOf, dailySeries, otherModels } from "./series";

const used = (day: string, model: string, costMicros: number, inputTokens = 0) => ({
  day,
  model,
  costMicros,
  inputTokens,
  outputTokens: 1,
  calls: 1,
});
const period = { from: "2026-11-01", to: "2026-11-03" };

describe("usage by day", () => {
  test("has every day of the period, zero where nothing was called", () => {
    const { days, models } = dailySeries([used("2026-11-02", "a", 5)], period, "cost");
    expect(models).toEqual(["a"]);
    expect(days.map((day) => [day.day, day.total, day.values.a])).toEqual([
      ["2026-11-01", 0, 0],
      ["2026-11-02", 5, 5],
      ["2026-11-03", 0, 0],
    ]);
  });

  test("a day's total is the sum of its models, in either measure", () => {
    const usage = [used("2026-11-02", "a", 5, 10), used("2026-11-02", "b", 7, 20)];
    for (const metric of ["cost", "tokens"] as const) {
      for (const day of dailySeries(usage, period, metric).days) {
        expect(Object.values(day.values).reduce((sum, value) => sum + value, 0)).toBe(day.total);
      }
    }
    expect(dailySeries(usage, period, "tokens").days[1]?.total).toBe(32);
  });

  test("models stand by what they used, and small ones are put together", () => {
    const usage = ["a", "b", "c", "d", "e", "f", "g"].map((model, at) => used("2026-11-01", model, at + 1));
    const { models, days } = dailySeries(usage, period, "cost");
    expect(models).toEqual(["g", "f", "e", "d", "c", otherModels]);
    expect(days[0]?.values[otherModels]).toBe(3);
    expect(days[0]?.total).toBe(28);
  });

  test("nothing used is days of nothing", () => {
    expect(dailySeries([], period, "cost")).toMatchObject({
      models: [],
      days: [{ total: 0 }, { total: 0 }, { total: 0 }],
    });
  });
});

describe("change against the period before", () => {
  test.each([
    [120, 100, "+20%"],
    [97, 100, "-3%"],
    [100, 100, "no change"],
    [5000, 1, "+499,900%"],
    [0, 10, "-100%"],
    [10, 0, undefined],
    [0, 0, undefined],
  ])("of %d to %d is %s", (now, before, expected) => {
    expect(changeOf(now, before)).toBe(expected);
  });
});
