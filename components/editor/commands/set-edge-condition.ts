import { edgeById, type Graph } from "@/components/editor/graph";
import { reconnectEdge } from "./reconnect-edge";

/** Lets the edge leave its source by another port. */
export function setEdgeCondition(graph: Graph, args: { edgeId: string; port: string }): Graph {
  const edge = edgeById(graph, args.edgeId);
  return edge ? reconnectEdge(graph, { ...args, source: edge.source, target: edge.target }) : graph;
}
