import { nodeSize, type Graph } from "@/components/editor/graph";
import { nestedLayout } from "@/components/editor/nested-layout";
import { moveNodes } from "./move-nodes";

/** Lays the whole graph out in columns, with frames as large as their bodies. `heightOf` tells a node's height when it is known. */
export function tidyLayout(graph: Graph, heightOf: (nodeId: string) => number | undefined = () => undefined): Graph {
  const positions = nestedLayout(graph, (id) => heightOf(id) ?? nodeSize.height);
  return moveNodes(withoutFrameSizes(graph), positions);
}

function withoutFrameSizes(graph: Graph): Graph {
  if (graph.nodes.every(({ ui }) => ui?.width === undefined && ui?.height === undefined)) return graph;
  const nodes = graph.nodes.map((node) => (node.ui ? { ...node, ui: { x: node.ui.x, y: node.ui.y } } : node));
  return { ...graph, nodes };
}

/** Gives every node a place: a document that was written by hand may have none, and is then laid out whole. */
export function withPositions(graph: Graph): Graph {
  return graph.nodes.every((node) => node.ui) ? graph : tidyLayout(graph);
}
