import { describe, expect, it } from "vitest";

import { formatBytes, formatCompact, formatDuration, formatMicros, formatRelativeTime, shortenId } from "./format";

describe("formatMicros", () => {
  it.each([
    [0, "$0"],
    [1, "$0.000001"],
    [420, "$0.00042"],
    [31_000, "$0.031"],
    [99_999, "$0.1"],
    [150_000, "$0.15"],
    [12_400_000, "$12.40"],
    [1_240_400_000, "$1,240"],
    [-2_500_000, "-$2.50"],
  ])("writes %i millionths as %s", (micros, text) => {
    expect(formatMicros(micros)).toBe(text);
  });
});

describe("formatBytes", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [12_480, "12.5 kB"],
    [640_000, "640 kB"],
    [999_960, "1.0 MB"],
    [8_388_608, "8.4 MB"],
  ])("writes %i bytes as %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe("formatDuration", () => {
  it.each([
    [-5, "0 ms"],
    [839.6, "840 ms"],
    [999.6, "1.0 s"],
    [1234, "1.2 s"],
    [9949, "9.9 s"],
    [9951, "10 s"],
    [59_600, "1 min"],
    [200_000, "3 min 20 s"],
    [7_500_000, "2 h 5 min"],
    [273_600_000, "3 d 4 h"],
  ])("writes %i ms as %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe("formatRelativeTime", () => {
  const now = new Date(2026, 10, 21, 12, 0, 0);
  const before = (seconds: number) => new Date(now.getTime() - seconds * 1000);

  it.each([
    [0, "now"],
    [-4, "now"],
    [12, "12 s ago"],
    [300, "5 min ago"],
    [10_800, "3 h ago"],
    [172_800, "2 d ago"],
    [-300, "in 5 min"],
    [15 * 86_400, "Nov 6"],
    [400 * 86_400, "Oct 17, 2025"],
  ])("writes %i s ago as %s", (seconds, text) => {
    expect(formatRelativeTime(before(seconds), now)).toBe(text);
  });
});

it("shortens a long id to its end, and leaves a short one whole", () => {
  expect(shortenId("0194f7a2-7c1e-7bd2-9a55-3f1c5b9e7d21")).toBe("5b9e7d21");
  expect(shortenId("default")).toBe("default");
});

it("writes large counts compactly", () => {
  expect(formatCompact(12_480)).toBe("12.5K");
});
