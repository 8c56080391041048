import { makeEdge, type Graph } from "@/components/editor/graph";
import { refuseConnection, type ConnectionRequest } from "@/components/editor/connection-rules";

/** Adds the edge, or returns the same graph when the connection is refused. */
export function connectNodes(graph: Graph, request: ConnectionRequest): Graph {
  if (refuseConnection(graph, request)) return graph;
  return { ...graph, edges: [...graph.edges, makeEdge(request.source, request.port, request.target)] };
}
