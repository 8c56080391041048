import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { edgeId, nodeKinds, workflowSchema } from "@/server/domain/workflow/schema";
import { fragmentOf, parseFragment } from "@/components/editor/fragment";
import { addedNodeIds, descendants, nodesById, type Graph } from "@/components/editor/graph";
import { sampleGraph } from "@/components/editor/testing/sample-graph";
import { addNode } from "./add-node";
import { connectNodes } from "./connect-nodes";
import { deleteElements } from "./delete-elements";
import { duplicateNodes } from "./duplicate-nodes";
import { insertNodeOnEdge } from "./insert-node-on-edge";
import { moveNodes } from "./move-nodes";
import { pasteNodes } from "./paste-nodes";
import { reconnectEdge } from "./reconnect-edge";
import { renameNode } from "./rename-node";
import { setEdgeCondition } from "./set-edge-condition";
import { setInputs } from "./set-inputs";
import { refuseNodeId, setNodeId } from "./set-node-id";
import { tidyLayout, withPositions } from "./tidy-layout";
import { uniqueNodeId } from "./unique-names";
import { updateNode } from "./update-node";
import { updateNodeConfig } from "./update-node-config";
import { updateSettings } from "./update-settings";

const edges = (graph: Graph) => graph.edges.map(edgeId);
const node = (graph: Graph, id: string) => nodesById(graph).get(id);

describe("adding", () => {
  test("a new node has its kind's configuration, a title of its own and an unused id", () => {
    const graph = addNode(sampleGraph(), { id: "llm", kind: "llm", position: { x: 10.4, y: 20.6 } });
    const again = addNode(graph, { id: uniqueNodeId(graph, "llm"), kind: "llm", position: { x: 0, y: 0 } });
    expect(node(graph, "llm")).toMatchObject({ type: "llm", title: "LLM", ui: { x: 10, y: 21 } });
    expect(node(again, "llm-2")?.title).toBe("LLM 2");
  });

  test("changing one new node's configuration leaves the kind's initial configuration alone", () => {
    const graph = addNode(sampleGraph(), { id: "a", kind: "assigner", position: { x: 0, y: 0 } });
    const changed = updateNodeConfig(graph, { nodeId: "a", field: "assignments", value: { score: 5 } });
    const other = addNode(changed, { id: "b", kind: "assigner", position: { x: 0, y: 0 } });
    expect(node(other, "b")?.config).toEqual(node(graph, "a")?.config);
  });

  test("a node appended to a port is connected to it", () => {
    const graph = addNode(sampleGraph(), {
      id: "end",
      kind: "end",
      position: { x: 0, y: 0 },
      after: { nodeId: "check", port: "true" },
    });
    expect(edges(graph)).toContain("check:true->end");
  });

  test("a node inserted on an edge stands between its ends and keeps the branch", () => {
    const graph = insertNodeOnEdge(sampleGraph(), { edgeId: "check:true->long", id: "code", kind: "code" });
    expect(edges(graph)).toEqual([
      "start:->ask",
      "ask:->check",
      "check:true->code",
      "check:false->short",
      "code:->long",
    ]);
  });

  test("an insertion makes room by moving only what comes after the edge", () => {
    const before = sampleGraph();
    const graph = insertNodeOnEdge(before, { edgeId: "ask:->check", id: "code", kind: "code" });
    const after = ["check", "long", "short"];
    for (const id of after) expect(node(graph, id)?.ui?.x).toBeGreaterThan(node(before, id)?.ui?.x ?? 0);
    expect(node(graph, "ask")).toBe(node(before, "ask"));
    expect(node(graph, "code")?.ui?.x).toBeLessThan(node(graph, "check")?.ui?.x ?? 0);
  });

  test("an insertion on an unknown edge changes nothing", () => {
    const graph = sampleGraph();
    expect(insertNodeOnEdge(graph, { edgeId: "gone", id: "code", kind: "code" })).toBe(graph);
  });
});

describe("connecting", () => {
  test.each([
    ["to itself", { source: "ask", port: "next", target: "ask" }],
    ["in a circle", { source: "check", port: "false", target: "ask" }],
    ["into the start", { source: "ask", port: "next", target: "start" }],
    ["twice", { source: "start", port: "next", target: "ask" }],
    ["to a node that is gone", { source: "start", port: "next", target: "gone" }],
  ])("F-46 a node can not be connected %s", (_, request) => {
    const graph = sampleGraph();
    expect(connectNodes(graph, request)).toBe(graph);
  });

  test("F-46 nothing can be connected after an end", () => {
    const graph = addNode(sampleGraph(), { id: "end", kind: "end", position: { x: 0, y: 0 } });
    expect(connectNodes(graph, { source: "end", port: "next", target: "long" })).toBe(graph);
  });

  test("a branch may lead to the same node as another branch", () => {
    const graph = connectNodes(sampleGraph(), { source: "check", port: "false", target: "long" });
    expect(edges(graph)).toContain("check:false->long");
  });

  test("the default port stays unsaid in the document", () => {
    const graph = connectNodes(sampleGraph(), { source: "start", port: "next", target: "long" });
    expect(graph.edges.at(-1)).toEqual({ source: "start", target: "long" });
  });

  test("an edge moved to another end keeps its place and may be moved back", () => {
    const graph = reconnectEdge(sampleGraph(), {
      edgeId: "start:->ask",
      source: "start",
      port: "next",
      target: "check",
    });
    expect(edges(graph)[0]).toBe("start:->check");
    const back = reconnectEdge(graph, { edgeId: "start:->check", source: "start", port: "next", target: "ask" });
    expect(back.edges).toEqual(sampleGraph().edges);
  });

  test("an edge can be given another branch, but not one that it would repeat", () => {
    const graph = connectNodes(sampleGraph(), { source: "check", port: "false", target: "long" });
    expect(setEdgeCondition(graph, { edgeId: "check:true->long", port: "false" })).toBe(graph);
    expect(edges(setEdgeCondition(graph, { edgeId: "check:true->long", port: "error" }))).toContain(
      "check:error->long",
    );
  });

  test("F-46 no series of connections ever makes a circle", () => {
    const ids = sampleGraph().nodes.map((each) => each.id);
    const request = fc.record({
      source: fc.constantFrom(...ids),
      port: fc.constantFrom("next", "true"),
      target: fc.constantFrom(...ids),
    });
    fc.assert(
      fc.property(fc.array(request, { maxLength: 40 }), (requests) => {
        const graph = requests.reduce(connectNodes, { ...sampleGraph(), edges: [] } as Graph);
        for (const id of ids) expect(descendants(graph, id).has(id)).toBe(false);
        expect(new Set(edges(graph)).size).toBe(graph.edges.length);
      }),
    );
  });
});

describe("deleting and moving", () => {
  test("a deleted node takes its edges with it and nothing else", () => {
    const graph = deleteElements(sampleGraph(), { nodeIds: new Set(["check"]), edgeIds: new Set() });
    expect(edges(graph)).toEqual(["start:->ask"]);
    expect(graph.nodes.map((each) => each.id)).toEqual(["start", "ask", "long", "short"]);
  });

  test("deleting nothing is no change", () => {
    const graph = sampleGraph();
    expect(deleteElements(graph, { nodeIds: new Set(["gone"]), edgeIds: new Set(["gone"]) })).toBe(graph);
  });

  test("moving keeps every other node and the edges as they are", () => {
    const before = sampleGraph();
    const graph = moveNodes(before, new Map([["ask", { x: 400.2, y: 99.7 }]]));
    expect(node(graph, "ask")?.ui).toEqual({ x: 400, y: 100 });
    expect(graph.edges).toBe(before.edges);
    expect(graph.nodes.filter((each, index) => each !== before.nodes[index])).toHaveLength(1);
  });

  test("a move to the same place is no change", () => {
    const graph = sampleGraph();
    expect(moveNodes(graph, new Map([["ask", { x: 336, y: 80 }]]))).toBe(graph);
  });
});

describe("changing a node", () => {
  test("a configuration field is set, and removed by undefined", () => {
    const graph = updateNodeConfig(sampleGraph(), { nodeId: "ask", field: "temperature", value: 0.2 });
    expect(node(graph, "ask")?.config).toEqual({ prompt: "{{ inputs.query }}", temperature: 0.2 });
    const without = updateNodeConfig(graph, { nodeId: "ask", field: "temperature", value: undefined });
    expect(node(without, "ask")?.config).toEqual({ prompt: "{{ inputs.query }}" });
  });

  test("setting a field to what it is, or a field of a node that is gone, is no change", () => {
    const graph = sampleGraph();
    expect(updateNodeConfig(graph, { nodeId: "ask", field: "prompt", value: "{{ inputs.query }}" })).toBe(graph);
    expect(updateNodeConfig(graph, { nodeId: "gone", field: "prompt", value: "x" })).toBe(graph);
  });

  test("an empty title is removed", () => {
    expect(node(renameNode(sampleGraph(), { nodeId: "ask", title: " " }), "ask")).not.toHaveProperty("title");
  });

  test("retry, error policy and notes are kept apart from the configuration and removed by undefined", () => {
    const graph = updateNode(sampleGraph(), {
      nodeId: "ask",
      patch: { on_error: "branch", retry: { max_attempts: 3, backoff_ms: 500 }, notes: "Why" },
    });
    expect(node(graph, "ask")).toMatchObject({ on_error: "branch", notes: "Why" });
    const plain = updateNode(graph, {
      nodeId: "ask",
      patch: { on_error: undefined, retry: undefined, notes: undefined },
    });
    expect(plain).toEqual(sampleGraph());
  });

  test("a new id is followed by edges, templates and expressions, and by nothing that only looks like it", () => {
    const base = addNode(sampleGraph(), { id: "ask-2", kind: "answer", position: { x: 0, y: 0 } });
    const graph = setNodeId(
      updateNodeConfig(base, {
        nodeId: "ask-2",
        field: "template",
        value: "{{ nodes.ask.text }}{{ nodes.ask-2.text }}",
      }),
      {
        nodeId: "ask",
        next: "model",
      },
    );
    expect(edges(graph)).toContain("start:->model");
    expect(node(graph, "check")?.config.expression).toBe("size(nodes.model.text) > 20");
    expect(node(graph, "ask-2")?.config.template).toBe("{{ nodes.model.text }}{{ nodes.ask-2.text }}");
  });

  test.each(["start", "Ask", "1st", "a b", "", "__proto__"])("the id %j is refused", (next) => {
    const graph = sampleGraph();
    expect(refuseNodeId(graph, "ask", next)).not.toBeNull();
    expect(setNodeId(graph, { nodeId: "ask", next })).toBe(graph);
  });

  test("settings and inputs of the workflow are replaced", () => {
    const graph = updateSettings(sampleGraph(), { opening: "Hello" });
    expect(updateSettings(graph, { opening: undefined }).settings).toEqual({});
    expect(setInputs(graph, []).inputs).toEqual([]);
  });
});

describe("copying", () => {
  test("copies have ids and titles of their own and keep the edges and references among them", () => {
    const graph = duplicateNodes(sampleGraph(), new Set(["ask", "check"]));
    expect(addedNodeIds(sampleGraph(), graph)).toEqual(["ask-2", "check-2"]);
    expect(node(graph, "check-2")).toMatchObject({
      title: "Is it long 2",
      config: { expression: "size(nodes.ask-2.text) > 20" },
    });
    expect(edges(graph).slice(4)).toEqual(["ask-2:->check-2"]);
  });

  test("a reference to a node that was not copied still names it", () => {
    const graph = duplicateNodes(sampleGraph(), new Set(["long"]));
    expect(node(graph, "long-2")?.config.template).toBe("{{ nodes.ask.text }}");
  });

  test("a fragment survives the clipboard and other texts are no fragment", () => {
    const fragment = fragmentOf(sampleGraph(), new Set(["ask", "check"]));
    expect(parseFragment(JSON.stringify(fragment))).toEqual(fragment);
    for (const text of ["", "hello", "{}", "[1]", '{"nodes":[]}', '{"nodes":[{"type":"llm"}]}'])
      expect(parseFragment(text)).toBeNull();
  });

  test("whatever is pasted, ids stay unique and the document stays readable", () => {
    const pick = fc.uniqueArray(fc.constantFrom(...sampleGraph().nodes.map((each) => each.id)));
    fc.assert(
      fc.property(fc.array(pick, { maxLength: 5 }), (picks) => {
        let graph = sampleGraph();
        for (const ids of picks)
          graph = pasteNodes(graph, { fragment: fragmentOf(graph, new Set(ids)), at: { x: 7, y: 7 } });
        expect(nodesById(graph).size).toBe(graph.nodes.length);
        expect(workflowSchema.parse(graph)).toEqual(graph);
      }),
    );
  });
});

describe("tidying", () => {
  test("edges point right and no two nodes overlap", () => {
    const graph = tidyLayout(sampleGraph());
    for (const edge of graph.edges) {
      expect(node(graph, edge.target)?.ui?.x).toBeGreaterThan(node(graph, edge.source)?.ui?.x ?? Infinity);
    }
    expect(new Set(graph.nodes.map((each) => JSON.stringify(each.ui))).size).toBe(graph.nodes.length);
  });

  test("branches keep the order of their ports", () => {
    const graph = tidyLayout(sampleGraph());
    expect(node(graph, "long")?.ui?.y).toBeLessThan(node(graph, "short")?.ui?.y ?? -Infinity);
  });

  test("a circle does not stop it", () => {
    const graph = sampleGraph();
    const circular = { ...graph, edges: [...graph.edges, { source: "short", target: "ask" }] };
    expect(tidyLayout(circular).nodes).toHaveLength(5);
  });

  test("a document without places is laid out, one with places is left alone", () => {
    const graph = sampleGraph();
    expect(withPositions(graph)).toBe(graph);
    const bare = { ...graph, nodes: graph.nodes.map(({ ui: _ui, ...each }) => each) };
    expect(withPositions(bare).nodes.every((each) => each.ui !== undefined)).toBe(true);
  });
});

test("every kind can be added", () => {
  for (const kind of nodeKinds) {
    const graph = addNode(sampleGraph(), { id: `new-${kind}`, kind, position: { x: 0, y: 0 } });
    expect(workflowSchema.safeParse(graph).success).toBe(true);
  }
});
