import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { validateWorkflow } from "@/server/domain/workflow/validate-workflow";
import { edgeId, workflowSchema } from "@/server/domain/workflow/schema";
import { refuseConnection } from "@/components/editor/connection-rules";
import { fragmentOf } from "@/components/editor/fragment";
import { frameAt, framesOf, rectOf, withBodies } from "@/components/editor/frames";
import { nodesById, positionOf, type Graph } from "@/components/editor/graph";
import { bodyGraph } from "@/components/editor/testing/body-graph";
import { addNode } from "./add-node";
import { connectNodes } from "./connect-nodes";
import { deleteElements } from "./delete-elements";
import { carryBodies, dropNodes } from "./drop-nodes";
import { duplicateNodes } from "./duplicate-nodes";
import { insertNodeOnEdge } from "./insert-node-on-edge";
import { pasteNodes } from "./paste-nodes";
import { resizeFrame } from "./resize-frame";
import { setNodeId } from "./set-node-id";
import { setParent } from "./set-parent";
import { tidyLayout } from "./tidy-layout";

const edges = (graph: Graph) => graph.edges.map(edgeId);
const node = (graph: Graph, id: string) => nodesById(graph).get(id);
const parentOf = (graph: Graph, id: string) => node(graph, id)?.parent_id;
const placeOf = (graph: Graph, id: string) => positionOf(node(graph, id) ?? { id, type: "", config: {} });
const frame = (graph: Graph, id: string) => framesOf(graph).get(id) ?? { x: 0, y: 0, width: 0, height: 0 };
const drop = (graph: Graph, id: string, x: number, y: number) => dropNodes(graph, new Map([[id, { x, y }]]));

describe("a frame", () => {
  test("holds its body with room around it, however far out the body lies", () => {
    const graph = dropNodes(bodyGraph(), new Map([["write", { x: 860, y: 260 }]]));
    const around = frame(graph, "each");
    for (const id of ["read", "write"]) {
      const inside = rectOf(graph, node(graph, id) ?? { id, type: "", config: {} });
      expect(inside.x - around.x).toBeGreaterThanOrEqual(32);
      expect(inside.y - around.y).toBeGreaterThanOrEqual(44 + 32);
      expect(around.x + around.width - inside.x - inside.width).toBeGreaterThanOrEqual(32);
    }
  });

  test("is made larger by hand, and never smaller than its body", () => {
    const large = resizeFrame(bodyGraph(), { nodeId: "each", width: 1200.4, height: 700 });
    expect(frame(large, "each")).toMatchObject({ width: 1200, height: 700 });
    const small = resizeFrame(large, { nodeId: "each", width: 10, height: 10 });
    expect(frame(small, "each").width).toBeGreaterThan(600);
  });

  test("of a document whose parents go around in a circle is drawn all the same", () => {
    const graph = bodyGraph();
    const circular = {
      ...graph,
      nodes: graph.nodes.map((each) => (each.id === "each" ? { ...each, parent_id: "inner" } : each)),
    };
    const nested = addNode(circular, { id: "inner", kind: "loop", position: { x: 0, y: 0 }, parentId: "each" });
    expect(framesOf(nested).size).toBe(2);
    expect(tidyLayout(nested).nodes.every((each) => each.ui)).toBe(true);
    expect(refuseConnection(nested, { source: "inner", port: "next", target: "read" })).toBeNull();
  });
});

describe("dragging", () => {
  test("a frame takes its body along and touches nothing else", () => {
    const before = bodyGraph();
    const { x, y } = frame(before, "each");
    const graph = drop(before, "each", x + 100, y - 50);
    for (const id of ["read", "write"]) {
      expect(placeOf(graph, id)).toEqual({ x: placeOf(before, id).x + 100, y: placeOf(before, id).y - 50 });
    }
    expect(node(graph, "end")).toBe(node(before, "end"));
    expect(graph.edges).toBe(before.edges);
    expect(frame(graph, "each")).toEqual({ ...frame(before, "each"), x: x + 100, y: y - 50 });
  });

  test("a body selected together with its frame moves once", () => {
    const before = bodyGraph();
    const { x, y } = frame(before, "each");
    const read = placeOf(before, "read");
    const carried = carryBodies(
      before,
      new Map([
        ["each", { x: x + 10, y }],
        ["read", { x: read.x + 10, y: read.y }],
      ]),
    );
    expect(carried.get("read")).toEqual({ x: read.x + 10, y: read.y });
    expect(carried.get("write")).toEqual({ x: placeOf(before, "write").x + 10, y: placeOf(before, "write").y });
  });

  test("a node let go over a frame lies in it, and its edges to the outside are gone", () => {
    const { x, y } = frame(bodyGraph(), "each");
    const graph = drop(bodyGraph(), "loose", x + 80, y + 100);
    expect(parentOf(graph, "loose")).toBe("each");
    expect(edges(graph)).toEqual(["start:->each", "each:->end", "read:->write"]);
  });

  test("a node dragged out of its frame lies outside, and one moved within it stays", () => {
    const out = drop(bodyGraph(), "read", -2000, -2000);
    expect(parentOf(out, "read")).toBeUndefined();
    expect(edges(out)).not.toContain("read:->write");
    const read = placeOf(bodyGraph(), "read");
    const within = drop(bodyGraph(), "read", read.x + 5, read.y + 5);
    expect(parentOf(within, "read")).toBe("each");
    expect(edges(within)).toContain("read:->write");
  });

  test("two joined nodes that go in together stay joined", () => {
    const { x, y } = frame(bodyGraph(), "each");
    const pair = addNode(bodyGraph(), {
      id: "next",
      kind: "code",
      position: { x: 0, y: 600 },
      after: { nodeId: "loose", port: "next" },
    });
    const graph = dropNodes(
      pair,
      new Map([
        ["loose", { x: x + 60, y: y + 90 }],
        ["next", { x: x + 120, y: y + 100 }],
      ]),
    );
    expect(edges(graph)).toContain("loose:->next");
    expect(parentOf(graph, "next")).toBe("each");
  });

  test("the start goes into no frame, and no frame into itself or too deep", () => {
    const graph = bodyGraph();
    expect(setParent(graph, { nodeIds: new Set(["start"]), parentId: "each" })).toBe(graph);
    expect(setParent(graph, { nodeIds: new Set(["each"]), parentId: "each" })).toBe(graph);
    const deep = ["a", "b", "c", "d"].reduce(
      (before, id, index) =>
        addNode(before, { id, kind: "loop", position: { x: 0, y: 0 }, parentId: ["each", "a", "b", "c"][index] }),
      graph,
    );
    const pair = addNode(addNode(deep, { id: "x", kind: "loop", position: { x: 0, y: 0 } }), {
      id: "y",
      kind: "code",
      position: { x: 0, y: 0 },
      parentId: "x",
    });
    expect(parentOf(setParent(pair, { nodeIds: new Set(["x"]), parentId: "d" }), "x")).toBeUndefined();
    expect(parentOf(setParent(pair, { nodeIds: new Set(["x"]), parentId: "c" }), "x")).toBe("c");
  });
});

describe("a body", () => {
  test.each([
    ["into a body", { source: "start", port: "next", target: "read" }, /can not lead into Each/],
    ["out of a body", { source: "write", port: "next", target: "end" }, /can not lead out of Each/],
  ])("F-46 no edge leads %s, and the refusal says what to do instead", (_, request, said) => {
    const graph = bodyGraph();
    expect(refuseConnection(graph, request)).toMatch(said);
    expect(connectNodes(graph, request)).toBe(graph);
  });

  test("a node appended to one of its nodes, or inserted on one of its edges, lies in it", () => {
    const appended = addNode(bodyGraph(), {
      id: "more",
      kind: "code",
      position: { x: 0, y: 0 },
      after: { nodeId: "write", port: "next" },
    });
    expect(parentOf(appended, "more")).toBe("each");
    const inserted = insertNodeOnEdge(bodyGraph(), { edgeId: "read:->write", id: "more", kind: "code" });
    expect(parentOf(inserted, "more")).toBe("each");
    expect(edges(inserted)).toEqual(expect.arrayContaining(["read:->more", "more:->write"]));
  });

  test("room made before a frame moves the frame with its body", () => {
    const before = bodyGraph();
    const graph = insertNodeOnEdge(before, { edgeId: "start:->each", id: "more", kind: "code" });
    const shift = frame(graph, "each").x - frame(before, "each").x;
    expect(shift).toBeGreaterThan(0);
    expect(placeOf(graph, "read").x - placeOf(before, "read").x).toBe(shift);
  });

  test("goes with its frame when that is deleted, in one step", () => {
    const graph = deleteElements(bodyGraph(), { nodeIds: new Set(["each"]), edgeIds: new Set() });
    expect(graph.nodes.map((each) => each.id)).toEqual(["start", "loose", "end"]);
    expect(edges(graph)).toEqual(["loose:->end"]);
  });

  test("is copied with its frame, names itself in the copy, and a copied piece of it stays inside", () => {
    const graph = duplicateNodes(bodyGraph(), new Set(["each"]));
    expect(parentOf(graph, "read-2")).toBe("each-2");
    expect(parentOf(graph, "each-2")).toBeUndefined();
    expect(node(graph, "write-2")?.config.template).toBe("{{ nodes.read-2.text }}");
    expect(edges(graph)).toContain("read-2:->write-2");
    expect(parentOf(duplicateNodes(bodyGraph(), new Set(["read"])), "read-2")).toBe("each");
  });

  test("is pasted into the frame that is aimed at, with the edges within what is pasted", () => {
    const fragment = fragmentOf(bodyGraph(), new Set(["loose", "end", "start"]));
    const graph = pasteNodes(bodyGraph(), { fragment, at: { x: 0, y: 0 }, parentId: "each" });
    expect(parentOf(graph, "loose-2")).toBe("each");
    expect(parentOf(graph, "start-2")).toBeUndefined();
    expect(edges(graph)).toContain("loose-2:->end-2");
  });

  test("follows its frame's new id", () => {
    const graph = setNodeId(bodyGraph(), { nodeId: "each", next: "items" });
    expect(parentOf(graph, "read")).toBe("items");
  });

  test("a place belongs to the innermost frame there", () => {
    const inner = addNode(bodyGraph(), {
      id: "inner",
      kind: "loop",
      position: { x: placeOf(bodyGraph(), "read").x, y: 600 },
      parentId: "each",
    });
    const { x, y } = frame(inner, "inner");
    expect(frameAt(inner, { x: x + 10, y: y + 10 })).toBe("inner");
    expect(frameAt(inner, { x: x + 10, y: y + 10 }, new Set(["inner"]))).toBe("each");
    expect(frameAt(inner, { x: -5000, y: 0 })).toBeUndefined();
  });
});

describe("tidying with bodies", () => {
  test("no frame covers a node outside of it, and every body lies in its frame", () => {
    const nested = addNode(bodyGraph(), { id: "inner", kind: "loop", position: { x: 0, y: 0 }, parentId: "each" });
    const graph = tidyLayout(
      addNode(nested, { id: "deep", kind: "code", position: { x: 0, y: 0 }, parentId: "inner" }),
    );
    for (const [id, around] of framesOf(graph)) {
      const within = withBodies(graph, [id]);
      for (const other of graph.nodes) {
        if (other.id === id || withBodies(graph, [other.id]).has(id)) continue;
        const rect = rectOf(graph, other);
        const overlaps =
          rect.x < around.x + around.width &&
          around.x < rect.x + rect.width &&
          rect.y < around.y + around.height &&
          around.y < rect.y + rect.height;
        expect([id, other.id, overlaps]).toEqual([id, other.id, within.has(other.id)]);
      }
    }
  });
});

test("whatever is dragged where, the document stays readable and no edge crosses a border", () => {
  const ids = bodyGraph().nodes.map((each) => each.id);
  const move = fc.record({
    id: fc.constantFrom(...ids),
    x: fc.integer({ min: -600, max: 1400 }),
    y: fc.integer({ min: -300, max: 800 }),
  });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 12 }), (moves) => {
      const graph = moves.reduce((before, { id, x, y }) => drop(before, id, x, y), bodyGraph());
      expect(workflowSchema.parse(graph)).toEqual(graph);
      const codes = validateWorkflow(graph).issues.map((issue) => issue.code);
      expect(codes).not.toContain("edge_crosses_body");
      expect(codes).not.toContain("invalid_parent");
    }),
  );
});
