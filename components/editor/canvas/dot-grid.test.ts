import { describe, expect, it } from "vitest";
import { dotGridAt, margin } from "./dot-grid";

describe("the grid of dots", () => {
  it.each([
    [0, 0, 1],
    [37, -12, 1],
    [-1842.86, -366.6, 0.37],
    [54, 216.7, 0.07],
    [5, 3, 2],
  ])("has a dot at the origin of a graph that lies at %d, %d at zoom %d", (x, y, zoom) => {
    const { period, left, top } = dotGridAt(x, y, zoom);
    for (const [shift, offset] of [
      [left, x],
      [top, y],
    ] as const) {
      expect(shift).toBeGreaterThanOrEqual(0);
      expect(shift).toBeLessThan(period);
      // The first dot is in the middle of the first tile.
      const gaps = (offset - (shift - margin + period / 2)) / period;
      expect(gaps).toBeCloseTo(Math.round(gaps), 6);
    }
  });

  it("leaves out dots where they would stand too near, so that those that remain are still on the grid", () => {
    for (const zoom of [0.05, 0.1, 0.3, 0.5, 0.79, 0.8, 1, 2]) {
      const { period } = dotGridAt(0, 0, zoom);
      expect(period).toBeGreaterThanOrEqual(16);
      expect(period).toBeLessThanOrEqual(40);
      expect(Math.log2(period / (20 * zoom)) % 1).toBeCloseTo(0, 6);
    }
  });
});
