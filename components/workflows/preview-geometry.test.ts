import { describe, expect, it } from "vitest";

import { edgePathOf, nodeHeight, nodeWidth, viewBoxOf } from "./preview-geometry";

const node = (id: string, x: number, y: number) => ({ id, x, y });

describe("viewBoxOf", () => {
  it("holds every node, also at negative places and in very large graphs", () => {
    const nodes = Array.from({ length: 5000 }, (_, index) =>
      node(String(index), index * 37 - 4000, (index % 70) * -90),
    );
    const [left = 0, top = 0, width = 0, height = 0] = viewBoxOf(nodes).split(" ").map(Number);
    for (const { x, y } of nodes) {
      expect(x).toBeGreaterThanOrEqual(left);
      expect(y).toBeGreaterThanOrEqual(top);
      expect(x + nodeWidth).toBeLessThanOrEqual(left + width);
      expect(y + nodeHeight).toBeLessThanOrEqual(top + height);
    }
  });

  it("centres a small graph instead of blowing it up", () => {
    const [left = 0, top = 0, width = 0, height = 0] = viewBoxOf([node("a", 100, 100)])
      .split(" ")
      .map(Number);
    expect(width).toBeGreaterThan(4 * nodeWidth);
    expect(left + width / 2).toBeCloseTo(100 + nodeWidth / 2, -1);
    expect(top + height / 2).toBeCloseTo(100 + nodeHeight / 2, -1);
  });

  it("holds a frame as large as it is", () => {
    const frame = { ...node("each", 0, 0), frame: { width: 3000, height: 900 } };
    const [left = 0, top = 0, width = 0, height = 0] = viewBoxOf([frame]).split(" ").map(Number);
    expect(left + width).toBeGreaterThan(3000);
    expect(top + height).toBeGreaterThan(900);
  });

  it("gives an empty graph a finite box", () => {
    expect(viewBoxOf([]).split(" ").map(Number).every(Number.isFinite)).toBe(true);
  });
});

describe("edgePathOf", () => {
  it("draws one curve for each edge whose ends exist", () => {
    const path = edgePathOf({
      nodes: [node("a", 0, 0), node("b", 400, 0)],
      edges: [
        { source: "a", target: "b" },
        { source: "a", target: "gone" },
      ],
    });
    expect(path.match(/M/g)).toHaveLength(1);
    expect(path.startsWith(`M${nodeWidth} ${nodeHeight / 2}`)).toBe(true);
  });
});
