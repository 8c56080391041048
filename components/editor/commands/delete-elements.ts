import { edgeId } from "@/server/domain/workflow/schema";
import type { Graph } from "@/components/editor/graph";

/** Removes nodes with all their edges, and the edges named. The same graph when nothing of it exists. */
export function deleteElements(
  graph: Graph,
  args: { nodeIds: ReadonlySet<string>; edgeIds: ReadonlySet<string> },
): Graph {
  const nodes = graph.nodes.filter((node) => !args.nodeIds.has(node.id));
  const edges = graph.edges.filter(
    (edge) => !args.edgeIds.has(edgeId(edge)) && !args.nodeIds.has(edge.source) && !args.nodeIds.has(edge.target),
  );
  if (nodes.length === graph.nodes.length && edges.length === graph.edges.length) return graph;
  return { ...graph, nodes, edges };
}
