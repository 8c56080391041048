import { expect, it } from "vitest";

import { destinations, isWithin } from "./navigation";

it("marks a destination for its own pages and no other", () => {
  expect(isWithin("/runs", "/runs")).toBe(true);
  expect(isWithin("/runs/0194f7a2", "/runs")).toBe(true);
  expect(isWithin("/runs-archive", "/runs")).toBe(false);
  expect(isWithin("/workflows", "/runs")).toBe(false);
});

it("has no destination inside another, so one at most is marked", () => {
  for (const outer of destinations) {
    const inside = destinations.filter((inner) => inner !== outer && isWithin(inner.href, outer.href));
    expect(inside).toEqual([]);
  }
});
