import { edgeId } from "@/server/domain/workflow/schema";
import { refuseConnection, type ConnectionRequest } from "@/components/editor/connection-rules";
import { makeEdge, type Graph } from "@/components/editor/graph";

/** Moves an edge to another end, keeping its place in the document; the same graph when the new connection is refused. */
export function reconnectEdge(graph: Graph, args: { edgeId: string } & ConnectionRequest): Graph {
  const others = { ...graph, edges: graph.edges.filter((edge) => edgeId(edge) !== args.edgeId) };
  if (others.edges.length === graph.edges.length || refuseConnection(others, args)) return graph;
  const moved = makeEdge(args.source, args.port, args.target);
  return { ...graph, edges: graph.edges.map((edge) => (edgeId(edge) === args.edgeId ? moved : edge)) };
}
