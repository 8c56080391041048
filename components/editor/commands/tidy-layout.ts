import { nodeSize, type Graph } from "@/components/editor/graph";
import { layeredLayout } from "@/components/editor/layered-layout";
import { moveNodes } from "./move-nodes";

/** Lays the whole graph out in columns. `heightOf` tells a node's measured height when it is known. */
export function tidyLayout(graph: Graph, heightOf: (nodeId: string) => number | undefined = () => undefined): Graph {
  return moveNodes(
    graph,
    layeredLayout(graph, (id) => heightOf(id) ?? nodeSize.height),
  );
}

/** Gives every node a place: a document that was written by hand may have none, and is then laid out whole. */
export function withPositions(graph: Graph): Graph {
  return graph.nodes.every((node) => node.ui) ? graph : tidyLayout(graph);
}
