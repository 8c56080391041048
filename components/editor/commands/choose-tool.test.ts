import { expect, it } from "vitest";
import type { Graph } from "@/components/editor/graph";
import { sampleGraph } from "@/components/editor/testing/sample-graph";
import { chooseTool } from "./choose-tool";
import { replaceNode } from "./update-node";

const configOf = (graph: Graph, id: string) => graph.nodes.find((node) => node.id === id)?.config;

it("a stored tool takes the place of the node's own request, and can be taken away again", () => {
  const [first] = sampleGraph().nodes;
  const nodeId = first?.id ?? "";
  const before = replaceNode(sampleGraph(), nodeId, (node) => ({
    ...node,
    config: { method: "POST", url: "/a", body: { x: 1 }, timeout_seconds: 5 },
  }));
  const chosen = chooseTool(before, { nodeId, bindingId: "b1", sample: { city: "" } });
  expect(configOf(chosen, nodeId)).toEqual({ tool_binding_id: "b1", arguments: { city: "" }, timeout_seconds: 5 });
  expect(chooseTool(chosen, { nodeId, bindingId: "b1", sample: {} })).toBe(chosen);
  const cleared = chooseTool(chosen, { nodeId, bindingId: undefined, sample: {} });
  expect(configOf(cleared, nodeId)).toEqual({ method: "GET", url: "", timeout_seconds: 5 });
});
