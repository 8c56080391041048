import { describe, expect, test } from "vitest";
import { workflowSchema } from "@/server/domain/workflow/schema";
import { mapOf, mapViewBox } from "./map-geometry";

const dsl = workflowSchema.parse({
  nodes: [
    { id: "start", type: "start", ui: { x: 0, y: 100 } },
    { id: "check", type: "if-else", title: "Score?", ui: { x: 300, y: 100 } },
    { id: "high", type: "answer", ui: { x: 600, y: 0 } },
    { id: "low", type: "answer", ui: { x: 600, y: 200 } },
  ],
  edges: [
    { source: "start", target: "check" },
    { source: "check", target: "high", condition: "true" },
    { source: "check", target: "low", condition: "false" },
  ],
});

describe("the map of a run", () => {
  test("shows the state of each node's last attempt and the way that was taken", () => {
    const map = mapOf(dsl, [
      { nodeId: "start", attempt: 1, status: "completed", port: "next" },
      { nodeId: "check", attempt: 2, status: "completed", port: "true" },
      { nodeId: "check", attempt: 1, status: "failed", port: null },
      { nodeId: "high", attempt: 1, status: "running", port: null },
      { nodeId: "low", attempt: 1, status: "skipped", port: null },
    ]);
    expect(map.nodes.map((node) => [node.id, node.title, node.status])).toEqual([
      ["start", "Start", "completed"],
      ["check", "Score?", "completed"],
      ["high", "Answer", "running"],
      ["low", "Answer", "skipped"],
    ]);
    expect(map.edges.map((edge) => edge.isTravelled)).toEqual([true, true, false]);
  });

  test("what was not reached is pending, and the way to it was not taken", () => {
    const map = mapOf(dsl, [{ nodeId: "start", attempt: 1, status: "completed", port: "next" }]);
    expect(map.nodes[1]?.status).toBe("pending");
    expect(map.edges.some((edge) => edge.isTravelled)).toBe(false);
  });

  test("a container is a frame around its body, which is drawn over it, and an item passed over hides no other", () => {
    const nested = workflowSchema.parse({
      nodes: [
        { id: "inside", type: "code", parent_id: "each", ui: { x: 400, y: 200 } },
        { id: "each", type: "iteration", ui: { x: 300, y: 100 } },
      ],
    });
    const { nodes } = mapOf(nested, [
      { nodeId: "each[0]/inside", attempt: 1, status: "completed", port: "next" },
      { nodeId: "each[1]/inside", attempt: 1, status: "skipped", port: null },
    ]);
    expect(nodes.map((node) => [node.id, node.status, node.frame !== undefined])).toEqual([
      ["each", "pending", true],
      ["inside", "completed", false],
    ]);
    expect(nodes[0]?.frame?.width).toBeGreaterThanOrEqual(400);
    const [left = 0, top = 0, width = 0, height = 0] = mapViewBox(nodes, undefined).split(" ").map(Number);
    expect(left + width).toBeGreaterThan(300 + (nodes[0]?.frame?.width ?? 0));
    expect(top + height).toBeGreaterThan(100 + (nodes[0]?.frame?.height ?? 0));
  });

  test("nodes without a place are laid out from left to right", () => {
    const unplaced = { ...dsl, nodes: dsl.nodes.map(({ ui: _ui, ...node }) => node) };
    const x = mapOf(unplaced, []).nodes.map((node) => node.x);
    expect(x[0]).toBeLessThan(x[1] ?? 0);
    expect(x[2]).toBe(x[3]);
  });

  test("a small graph is shown whole, whatever is selected", () => {
    const { nodes } = mapOf(dsl, []);
    expect(mapViewBox(nodes, "low")).toBe("-530 -36 1900 360");
    expect(mapViewBox(nodes, undefined)).toBe("-530 -36 1900 360");
    expect(mapViewBox(nodes, undefined, "narrow")).toBe("-36 -36 912 360");
  });

  test("of a large graph the part around the selected node is shown, and nothing beyond its ends", () => {
    const { nodes } = mapOf(dsl, []);
    const chain = Array.from({ length: 50 }, (_, at) => ({
      ...(nodes[0] ?? expect.fail()),
      id: `n${at}`,
      x: at * 300,
      y: 0,
    }));
    const from = (id: string) => Number(mapViewBox(chain, id).split(" ")[0]);
    expect(from("n0")).toBe(-36);
    expect(from("n25")).toBe(25 * 300 + 120 - 1350);
    expect(from("n49")).toBe(49 * 300 + 240 + 36 - 2700);
  });
});
