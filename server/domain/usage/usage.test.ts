import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatCostMicros, formatTokens } from "./format";
import { costMicros, sumCostMicros } from "./price";

describe("costMicros", () => {
  it.each([
    [1_000_000, 2.5, 2_500_000],
    [1000, 0.15, 150],
    [1, 0.15, 0],
    [1, 0.5, 1],
    [3, 0.5, 2],
    [7, 0.1, 1],
    [5, 0.1, 1],
    [4, 0.1, 0],
    [333, 0.0375, 12],
    [0, 10, 0],
  ])("of %d tokens at %d dollars a million is %d micro-dollars", (tokens, perMillion, expected) => {
    expect(costMicros(tokens, perMillion)).toBe(expected);
  });

  it.each([
    [-5, 1],
    [5, -1],
    [Number.NaN, 1],
    [1, Number.NaN],
    [Number.POSITIVE_INFINITY, 1],
  ])("F-61 is nothing for %d tokens at %d", (tokens, perMillion) => {
    expect(costMicros(tokens, perMillion)).toBe(0);
  });

  it("F-51 is a whole number that never falls when more is used", () => {
    const price = fc.integer({ min: 0, max: 1_000_000_000 }).map((value) => value / 1e6);
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.nat(1000), price, (tokens, more, perMillion) => {
        const cost = costMicros(tokens, perMillion);
        expect(Number.isSafeInteger(cost)).toBe(true);
        expect(costMicros(tokens + more, perMillion)).toBeGreaterThanOrEqual(cost);
      }),
    );
  });
});

describe("sumCostMicros", () => {
  it("rounds once, after adding up", () => {
    expect(
      sumCostMicros([
        { tokens: 1, perMillion: 0.3 },
        { tokens: 1, perMillion: 0.3 },
      ]),
    ).toBe(1);
    expect(sumCostMicros([])).toBe(0);
  });
});

describe("formatCostMicros", () => {
  it.each([
    [0, "$0.00"],
    [42, "<$0.0001"],
    [4200, "$0.0042"],
    [12_340_000, "$12.34"],
    [1_234_567_890_000, "$1,234,567.89"],
    [12_345n, "$0.01"],
    [-4200, "-$0.0042"],
  ])("writes %s as %s", (micros, text) => {
    expect(formatCostMicros(micros)).toBe(text);
  });
});

describe("formatTokens", () => {
  it.each([
    [0, "0"],
    [999, "999"],
    [1000, "1k"],
    [1249, "1.2k"],
    [9949, "9.9k"],
    [9950, "10k"],
    [45_400, "45k"],
    [999_499, "999k"],
    [999_500, "1M"],
    [1_340_000, "1.3M"],
    [2_500_000_000n, "2,500M"],
  ])("writes %s as %s", (tokens, text) => {
    expect(formatTokens(tokens)).toBe(text);
  });
});
