import { expect, it } from "vitest";

import { nextSelection } from "./next-selection";

const ids = ["a", "b", "c"];

it.each<[string, string | undefined, number, 1 | -1, string | undefined]>([
  ["from nothing to the first", undefined, -1, 1, "a"],
  ["from nothing back to the last", undefined, -1, -1, "c"],
  ["to the next", "a", 0, 1, "b"],
  ["not past the end", "c", 2, 1, undefined],
  ["not before the beginning", "a", 0, -1, undefined],
  ["from a decided one to the one in its place", "gone", 1, 1, "b"],
  ["from a decided one back to the one before it", "gone", 1, -1, "a"],
  ["from a decided last one to the new last", "gone", 3, 1, "c"],
  ["from one that was never in the list to the first", "elsewhere", -1, 1, "a"],
])("J and K go %s", (_where, selectedId, lastIndex, step, next) => {
  expect(nextSelection(ids, selectedId, lastIndex, step)).toBe(next);
});
