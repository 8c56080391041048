import { refuseParent } from "@/components/editor/frames";
import { nodesById, type Graph } from "@/components/editor/graph";

/**
 * Puts nodes inside a container, or without one outside of all, with what lies inside them. Edges that would cross a border
 * then are taken away. Nodes that may not lie there stay where they are; the same graph when nothing changes.
 */
export function setParent(graph: Graph, args: { nodeIds: ReadonlySet<string>; parentId: string | undefined }): Graph {
  const { parentId } = args;
  const moved = new Set(
    graph.nodes.flatMap((node) =>
      args.nodeIds.has(node.id) && node.parent_id !== parentId && refuseParent(graph, node.id, parentId) === null
        ? [node.id]
        : [],
    ),
  );
  if (moved.size === 0) return graph;
  const nodes = graph.nodes.map((node) => {
    if (!moved.has(node.id)) return node;
    const { parent_id: _left, ...others } = node;
    return parentId === undefined ? others : { ...others, parent_id: parentId };
  });
  const after = { ...graph, nodes };
  const byId = nodesById(after);
  const edges = graph.edges.filter((edge) => {
    if (!moved.has(edge.source) && !moved.has(edge.target)) return true;
    return byId.get(edge.source)?.parent_id === byId.get(edge.target)?.parent_id;
  });
  return edges.length === graph.edges.length ? after : { ...after, edges };
}
