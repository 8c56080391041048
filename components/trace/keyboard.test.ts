import { describe, expect, test } from "vitest";
import { treeMove } from "./keyboard";
import { layOut } from "./layout";
import { span } from "./span.fixture";
import { noFilter, visibleRows } from "./visible-rows";

const trace = layOut(
  [
    span({ id: "run", kind: "run" }),
    span({ id: "a", parentId: "run", startedAtMs: 1 }),
    span({ id: "a1", parentId: "a", startedAtMs: 2 }),
    span({ id: "a2", parentId: "a", startedAtMs: 3 }),
    span({ id: "b", parentId: "run", startedAtMs: 4 }),
  ],
  0,
);
const open = visibleRows(trace, new Set(), noFilter);
const closed = visibleRows(trace, new Set(["a"]), noFilter);

describe("the keys of the tree", () => {
  test.each([
    ["a", "ArrowDown", "a1"],
    ["a", "ArrowUp", "run"],
    ["b", "Home", "run"],
    ["run", "End", "b"],
    ["run", "PageDown", "a1"],
    ["b", "PageDown", "b"],
    ["a2", "PageUp", "a"],
    ["a", "ArrowRight", "a1"],
    ["a2", "ArrowLeft", "a"],
    ["b", "ArrowLeft", "run"],
  ])("from %s, %s goes to %s", (from, key, to) => {
    expect(treeMove(open, from, key, 2)).toEqual({ type: "select", spanId: to });
  });

  test("left closes what is open, right opens what is closed", () => {
    expect(treeMove(open, "a", "ArrowLeft", 2)).toEqual({ type: "close", spanId: "a" });
    expect(treeMove(closed, "a", "ArrowRight", 2)).toEqual({ type: "open", spanId: "a" });
  });

  test.each([
    ["run", "ArrowUp"],
    ["b", "ArrowDown"],
    ["a1", "ArrowRight"],
    ["a", "x"],
  ])("from %s, %s does nothing", (from, key) => {
    expect(treeMove(open, from, key, 2)).toBeUndefined();
  });

  test("the first key selects the first row when none in sight is selected", () => {
    expect(treeMove(closed, "a1", "ArrowDown", 2)).toEqual({ type: "select", spanId: "run" });
    expect(treeMove(open, undefined, "Enter", 2)).toBeUndefined();
  });
});
