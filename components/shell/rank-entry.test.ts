import { expect, it } from "vitest";

import { rankEntry } from "./rank-entry";

it.each([
  ["", 1],
  ["ref", 1],
  ["pol ref", 1],
  ["REFUND-policy", 1],
  ["fund", 0.5],
  ["rpl", 0],
  ["refund invoice", 0],
])("ranks 'Refund policy' for '%s' as %f", (search, rank) => {
  expect(rankEntry("workflow 0194", search, ["Refund policy"])).toBe(rank);
});

it("does not search the id", () => {
  expect(rankEntry("workflow 0194", "0194", ["Refund policy"])).toBe(0);
});
