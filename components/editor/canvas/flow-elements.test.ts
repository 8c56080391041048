import { describe, expect, test } from "vitest";
import { deleteElements } from "@/components/editor/commands/delete-elements";
import { moveNodes } from "@/components/editor/commands/move-nodes";
import { updateNodeConfig } from "@/components/editor/commands/update-node-config";
import { bodyGraph } from "@/components/editor/testing/body-graph";
import { largeGraph, sampleGraph } from "@/components/editor/testing/sample-graph";
import { edgeLines, graphBounds } from "./far-geometry";
import { createFlowElements, placeDragged, placeResized } from "./flow-elements";

const nothing = { selectedNodeIds: new Set<string>(), selectedEdgeIds: new Set<string>() };

function changed<Element>(before: readonly Element[], after: readonly Element[]): number {
  return after.filter((each, index) => each !== before[index]).length;
}

describe("flow elements", () => {
  test("a drag makes a new object for the dragged node alone, among a thousand", () => {
    const elements = createFlowElements();
    const graph = largeGraph(1000);
    const before = elements.nodes(graph, nothing);
    const during = placeDragged(before, new Map([["n-500", { x: 1, y: 2 }]]));
    expect(changed(before, during)).toBe(1);
    expect(during[500]?.position).toEqual({ x: 1, y: 2 });
    expect(during[500]?.data).toBe(before[500]?.data);
    expect(placeDragged(before, null)).toBe(before);
  });

  test("a selection makes new objects only for what is selected or no longer selected", () => {
    const elements = createFlowElements();
    const graph = largeGraph(100);
    const first = elements.nodes(graph, { ...nothing, selectedNodeIds: new Set(["n-1"]) });
    const second = elements.nodes(graph, { ...nothing, selectedNodeIds: new Set(["n-2"]) });
    expect(changed(first, second)).toBe(2);
  });

  test("a change of one node's configuration leaves the other nodes and every edge as they are", () => {
    const elements = createFlowElements();
    const graph = largeGraph(100);
    const nodes = elements.nodes(graph, nothing);
    const edges = elements.edges(graph, nothing);
    const next = updateNodeConfig(graph, { nodeId: "n-7", field: "template", value: "Other" });
    expect(changed(nodes, elements.nodes(next, nothing))).toBe(1);
    expect(changed(edges, elements.edges(next, nothing))).toBe(0);
  });

  test("sizes and handles are known before anything is mounted", () => {
    const [, , check] = createFlowElements().nodes(sampleGraph(), nothing);
    expect(check?.measured?.height).toBeGreaterThan(72);
    expect(check?.handles?.map((handle) => handle.id)).toEqual([null, "true", "false"]);
  });

  test("an edge on a branch that the configuration no longer has keeps its end", () => {
    const graph = updateNodeConfig(sampleGraph(), {
      nodeId: "check",
      field: "cases",
      value: [{ id: "a", expression: "true" }],
    });
    const check = createFlowElements().nodes(graph, nothing)[2];
    expect(check?.data.ports.map((port) => [port.id, port.isMissing ?? false])).toEqual([
      ["a", false],
      ["else", false],
      ["true", true],
      ["false", true],
    ]);
  });

  test("an edge whose node is gone is not drawn", () => {
    const graph = sampleGraph();
    const broken = { ...graph, nodes: graph.nodes.filter((node) => node.id !== "long") };
    expect(createFlowElements().edges(broken, nothing)).toHaveLength(3);
  });
});

describe("frames", () => {
  test("lie below their bodies and the edges in these, and are taken by their heads", () => {
    const elements = createFlowElements();
    const nodes = new Map(elements.nodes(bodyGraph(), nothing).map((node) => [node.id, node]));
    const inner = elements.edges(bodyGraph(), nothing).find((edge) => edge.source === "read");
    const each = nodes.get("each");
    expect(each).toMatchObject({ type: "frame", dragHandle: ".frame-head", style: { pointerEvents: "none" } });
    expect(each?.zIndex).toBeLessThan(inner?.zIndex ?? 0);
    expect(each?.zIndex).toBeLessThan(nodes.get("read")?.zIndex ?? 0);
    expect(nodes.get("start")?.zIndex).toBe(0);
  });

  test("a selected frame does not rise above its body", () => {
    const nodes = createFlowElements().nodes(bodyGraph(), { ...nothing, selectedNodeIds: new Set(["each"]) });
    const [each, read] = ["each", "read"].map((id) => nodes.find((node) => node.id === id));
    expect(each?.zIndex).toBeLessThan(read?.zIndex ?? 0);
  });

  test("a frame that grows with its body has new handles and shows what it showed", () => {
    const elements = createFlowElements();
    const graph = bodyGraph();
    const before = elements.nodes(graph, nothing);
    const after = elements.nodes(moveNodes(graph, new Map([["write", { x: 1200, y: 116 }]])), nothing);
    const place = before.findIndex((node) => node.id === "each");
    expect(after[place]?.data).toBe(before[place]?.data);
    expect(after[place]?.width).toBe(1200 + 240 + 32 - 336);
    expect(after[place]?.handles?.find((handle) => handle.type === "source")?.x).toBe((after[place]?.width ?? 0) - 5);
  });

  test("the border being moved is drawn where the pointer has it, and no other node changes", () => {
    const nodes = createFlowElements().nodes(bodyGraph(), nothing);
    const during = placeResized(nodes, { nodeId: "each", width: 900, height: 500 });
    expect(changed(nodes, during)).toBe(1);
    expect(during.find((node) => node.id === "each")).toMatchObject({ width: 900, height: 500 });
    expect(placeResized(nodes, null)).toBe(nodes);
  });
});

describe("far drawing", () => {
  test("has one line per edge, from handle to handle, inside the bounds", () => {
    const elements = createFlowElements();
    const graph = moveNodes(sampleGraph(), new Map([["long", { x: 2000, y: -300 }]]));
    const nodes = elements.nodes(graph, nothing);
    const lines = edgeLines(nodes, elements.edges(graph, nothing));
    const bounds = graphBounds(nodes);
    expect(lines).toHaveLength(4);
    expect(lines[0]).toEqual({ from: { x: 240, y: 116 }, to: { x: 336, y: 116 } });
    for (const { from, to } of lines) {
      for (const point of [from, to]) {
        expect(point.x).toBeGreaterThan(bounds.x);
        expect(point.x).toBeLessThan(bounds.x + bounds.width);
      }
    }
  });

  test("an empty graph has empty bounds", () => {
    const empty = deleteElements(sampleGraph(), {
      nodeIds: new Set(sampleGraph().nodes.map((node) => node.id)),
      edgeIds: new Set(),
    });
    expect(graphBounds(createFlowElements().nodes(empty, nothing))).toEqual({ x: 0, y: 0, width: 0, height: 0 });
  });
});
