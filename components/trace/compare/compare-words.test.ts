import { describe, expect, test } from "vitest";
import { changeOf, depthOf } from "./compare-words";

describe("the words about two runs", () => {
  test("a change has its sign, and nothing is said where nothing changed or is known", () => {
    const format = (value: number) => `${value} ms`;
    expect(changeOf(10, 30, format)).toBe("+20 ms");
    expect(changeOf(30, 10, format)).toBe("-20 ms");
    expect(changeOf(10, 10, format)).toBe("");
    expect(changeOf(null, 10, format)).toBe("");
    expect(changeOf(10, undefined, format)).toBe("");
  });

  test("stages and what lies inside a node stand deeper than the node", () => {
    expect(["ask", "ask#1", "items[0]/read", "items[0]/ask#1"].map(depthOf)).toEqual([0, 1, 1, 2]);
  });
});
