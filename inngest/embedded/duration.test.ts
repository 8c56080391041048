import { describe, expect, test } from "vitest";
import { serverBackoff } from "./backoff";
import { delayFromRetryAfter, delayFromText, longestDelayMs } from "./duration";

describe("durations", () => {
  test.each([
    ["", 0],
    ["1s", 1000],
    ["1m30s", 90_000],
    ["2h", 7_200_000],
    ["1w2d", 777_600_000],
    ["99999d", longestDelayMs],
    ["2001-01-01T00:00:00.000Z", 0],
    ["1 week 2 days", null],
    ["soon", null],
  ])("%j is %s ms", (text, expected) => {
    expect(delayFromText(text)).toBe(expected);
  });

  test("a date is the time until then", () => {
    const delay = delayFromText(new Date(Date.now() + 60_000).toISOString());
    expect(delay).toBeGreaterThan(58_000);
    expect(delay).toBeLessThanOrEqual(60_000);
  });

  test("C-20 retry-after takes seconds or a date, between 1 s and 24 h", () => {
    expect(delayFromRetryAfter("5")).toBe(5000);
    expect(delayFromRetryAfter("0")).toBe(1000);
    expect(delayFromRetryAfter("9999999")).toBe(86_400_000);
    expect(delayFromRetryAfter("2001-01-01T00:00:00Z")).toBe(1000);
    expect(delayFromRetryAfter(new Date(Date.now() + 10_000).toISOString())).toBeGreaterThan(8000);
    expect(delayFromRetryAfter("whenever")).toBeNull();
    expect(delayFromRetryAfter(null)).toBeNull();
  });

  test("the wait grows from 15 s to 2 h, with up to 30 s of jitter", () => {
    for (const [attempt, seconds] of [
      [0, 15],
      [1, 30],
      [4, 300],
      [9, 7200],
      [19, 7200],
    ] as const) {
      expect(serverBackoff(attempt)).toBeGreaterThanOrEqual(seconds * 1000);
      expect(serverBackoff(attempt)).toBeLessThan(seconds * 1000 + 30_000);
    }
  });
});
