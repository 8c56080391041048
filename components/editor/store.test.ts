import { describe, expect, test } from "vitest";
import { addNode } from "@/components/editor/commands/add-node";
import { deleteElements } from "@/components/editor/commands/delete-elements";
import { moveNodes } from "@/components/editor/commands/move-nodes";
import { renameNode } from "@/components/editor/commands/rename-node";
import { createEditorStore } from "./store";
import { sampleGraph } from "@/components/editor/testing/sample-graph";

describe("editor store", () => {
  test("a commit that changes nothing is no step", () => {
    const store = createEditorStore(sampleGraph());
    store.commit((graph) => graph);
    expect(store.getState().canUndo).toBe(false);
  });

  test("a selection, a drag and a viewport change leave redo alone", () => {
    const store = createEditorStore(sampleGraph());
    store.commit((graph) => addNode(graph, { id: "llm-9", kind: "llm", position: { x: 0, y: 0 } }));
    store.undo();
    store.select({ nodeIds: ["start"] });
    store.updateSession({ drag: new Map([["start", { x: 5, y: 5 }]]) });
    store.updateSession({ drag: null });
    expect(store.getState().canRedo).toBe(true);
    store.redo();
    expect(store.getState().graph.nodes.at(-1)?.id).toBe("llm-9");
  });

  test("a drag is one step, made when it stops", () => {
    const store = createEditorStore(sampleGraph());
    const before = store.getState().graph;
    for (let x = 0; x < 50; x += 1) store.updateSession({ drag: new Map([["ask", { x, y: 0 }]]) });
    expect(store.getState().graph).toBe(before);
    const drag = store.getState().session.drag;
    store.commit((graph) => moveNodes(graph, drag ?? new Map()));
    store.updateSession({ drag: null });
    store.undo();
    expect(store.getState().graph).toBe(before);
    expect(store.getState().canUndo).toBe(false);
  });

  test("typing is one step per burst and bail takes the burst back", () => {
    const store = createEditorStore(sampleGraph());
    const type = (title: string) => {
      store.mark("title:ask");
      store.commit((graph) => renameNode(graph, { nodeId: "ask", title }));
    };
    type("A");
    type("As");
    store.closeBurst();
    type("Asked");
    store.bail();
    expect(store.getState().graph.nodes.find((node) => node.id === "ask")?.title).toBe("As");
    store.undo();
    expect(store.getState().graph.nodes.find((node) => node.id === "ask")?.title).toBe("Ask the model");
  });

  test("what is deleted is no longer selected", () => {
    const store = createEditorStore(sampleGraph());
    store.select({ nodeIds: ["ask", "start"] });
    store.commit((graph) => deleteElements(graph, { nodeIds: new Set(["ask"]), edgeIds: new Set() }));
    expect([...store.getState().session.selectedNodeIds]).toEqual(["start"]);
  });

  test("a version shown read-only can not be changed", () => {
    const store = createEditorStore(sampleGraph(), { isReadOnly: true });
    store.commit((graph) => renameNode(graph, { nodeId: "ask", title: "Changed" }));
    expect(store.getState().graph).toEqual(sampleGraph());
  });
});
