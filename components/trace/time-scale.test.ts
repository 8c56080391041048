import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { layOut } from "./layout";
import { span } from "./span.fixture";
import { inView, makeScale, panBy, ticks, wholeTrace, zoomBy } from "./time-scale";

const trace = layOut(
  [
    span({ id: "run", kind: "run", endedAtMs: 60_000 }),
    span({ id: "short", parentId: "run", startedAtMs: 10, endedAtMs: 15 }),
    span({ id: "long", parentId: "run", startedAtMs: 20, endedAtMs: 59_000 }),
    span({ id: "late", parentId: "run", startedAtMs: 59_500, endedAtMs: 59_505 }),
  ],
  0,
);
const linear = makeScale("linear", trace);
const log = makeScale("log", trace);

function width(scale: typeof log, id: string): number {
  const entry = trace.entries[trace.indexOf.get(id) ?? -1];
  return scale.toFraction(entry?.endMs ?? 0) - scale.toFraction(entry?.startMs ?? 0);
}

describe("time scales", () => {
  test.each(["linear", "log"] as const)("a %s scale rises from 0 to 1 and can be reversed", (kind) => {
    const scale = makeScale(kind, trace);
    expect([scale.toFraction(0), scale.toFraction(60_000)]).toEqual([0, 1]);
    expect([scale.toFraction(-5), scale.toFraction(70_000)]).toEqual([0, 1]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: 0, max: 60_000 }), (a, b) => {
        if (a < b) expect(scale.toFraction(a)).toBeLessThanOrEqual(scale.toFraction(b));
        expect(scale.toMs(scale.toFraction(a))).toBeCloseTo(a, 3);
      }),
    );
  });

  test("a linear scale is true to length, a log scale lets short spans be seen wherever they are", () => {
    expect(width(linear, "short")).toBeCloseTo(5 / 60_000, 10);
    expect(width(log, "short")).toBeGreaterThan(0.03);
    expect(width(log, "late")).toBeCloseTo(width(log, "short"), 10);
    expect(width(log, "long")).toBeGreaterThan(width(log, "short"));
  });

  test("a trace without length has its one moment", () => {
    for (const kind of ["linear", "log"] as const) {
      const scale = makeScale(kind, layOut([span({ id: "run", kind: "run" })], 0));
      expect(scale.toFraction(0)).toBe(0);
      expect(ticks(scale, wholeTrace, 0.1).every((tick) => tick.at >= 0 && tick.at <= 1)).toBe(true);
    }
  });
});

describe("zoom", () => {
  test("what is under the pointer stays there", () => {
    const zoomed = zoomBy(wholeTrace, 0.5, 0.8);
    expect(zoomed.to - zoomed.from).toBeCloseTo(0.5);
    expect(inView(0.8, zoomed)).toBeCloseTo(0.8);
  });

  test("it never shows more than there is, and never nothing", () => {
    expect(zoomBy(wholeTrace, 4, 0.5)).toEqual(wholeTrace);
    const deepest = Array.from({ length: 200 }).reduce<typeof wholeTrace>((zoom) => zoomBy(zoom, 0.5, 0.3), wholeTrace);
    expect(deepest.to - deepest.from).toBeGreaterThan(0);
    expect(zoomBy({ from: 0.9, to: 1 }, 2, 0)).toEqual({ from: 0.8, to: 1 });
  });

  test("moving stops at the ends", () => {
    expect(panBy({ from: 0.2, to: 0.4 }, 0.5)).toEqual({ from: expect.closeTo(0.3), to: expect.closeTo(0.5) });
    expect(panBy({ from: 0.2, to: 0.4 }, -9)).toEqual({ from: 0, to: 0.2 });
    expect(panBy({ from: 0.2, to: 0.4 }, 9)).toEqual({ from: 0.8, to: 1 });
  });
});

describe("ticks", () => {
  test("are even and round on a linear scale", () => {
    expect(ticks(linear, wholeTrace, 0.12).map((tick) => tick.ms)).toEqual([
      0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000,
    ]);
    expect(ticks(linear, { from: 0.5, to: 0.51 }, 0.12).map((tick) => tick.ms)).toEqual([
      30_000, 30_100, 30_200, 30_300, 30_400, 30_500, 30_600,
    ]);
  });

  test.each([
    [0.4, [0, 0.1, 0.2, 0.3, 0.4]],
    [900, [0, 200, 400, 600, 800]],
    [241_000, [0, 60_000, 120_000, 180_000, 240_000]],
    [7_200_000, [0, 1_200_000, 2_400_000, 3_600_000, 4_800_000, 6_000_000, 7_200_000]],
  ])("of %d ms are those of a clock", (durationMs, expected) => {
    expect(
      ticks(makeScale("linear", { entries: [], durationMs }), wholeTrace, 0.13).map((tick) =>
        Number(tick.ms.toFixed(6)),
      ),
    ).toEqual(expected);
  });

  test("keep their distance on every scale and stay in sight", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        fc.double({ min: 0.001, max: 0.1, noNaN: true }),
        (from, length) => {
          const places = ticks(log, { from, to: from + length }, 0.1).map((tick) => tick.at);
          for (const [index, at] of places.entries()) {
            expect(at).toBeGreaterThanOrEqual(-1e-6);
            expect(at).toBeLessThanOrEqual(1 + 1e-6);
            if (index > 0) expect(at - (places[index - 1] ?? 0)).toBeGreaterThanOrEqual(0.1 - 1e-9);
          }
        },
      ),
    );
  });
});
