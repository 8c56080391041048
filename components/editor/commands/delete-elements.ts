import { edgeId } from "@/server/domain/workflow/schema";
import { withBodies } from "@/components/editor/frames";
import type { Graph } from "@/components/editor/graph";

/** Removes nodes with what lies inside them and all their edges, and the edges named. The same graph when nothing of it exists. */
export function deleteElements(
  graph: Graph,
  args: { nodeIds: ReadonlySet<string>; edgeIds: ReadonlySet<string> },
): Graph {
  const gone = withBodies(graph, args.nodeIds);
  const nodes = graph.nodes.filter((node) => !gone.has(node.id));
  const edges = graph.edges.filter(
    (edge) => !args.edgeIds.has(edgeId(edge)) && !gone.has(edge.source) && !gone.has(edge.target),
  );
  if (nodes.length === graph.nodes.length && edges.length === graph.edges.length) return graph;
  return { ...graph, nodes, edges };
}
