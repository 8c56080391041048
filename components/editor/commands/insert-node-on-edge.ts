import { edgeId, type NodeKind } from "@/server/domain/workflow/schema";
import { portsOf } from "@/server/domain/nodes/registry";
import {
  descendants,
  edgeById,
  makeEdge,
  nodeSize,
  nodesById,
  portOf,
  positionOf,
  type Graph,
} from "@/components/editor/graph";
import { initialSizeOf, rectOf, withBodies } from "@/components/editor/frames";
import { newNode } from "./add-node";
import { moveNodes } from "./move-nodes";

/**
 * Puts a new node between the two ends of an edge: the source's port leads to the new node, whose first way out leads to the
 * target. Where there is no room, everything after the edge moves right. A kind without a way out ends the branch there.
 */
export function insertNodeOnEdge(graph: Graph, args: { edgeId: string; id: string; kind: NodeKind }): Graph {
  const edge = edgeById(graph, args.edgeId);
  const source = edge && nodesById(graph).get(edge.source);
  const target = edge && nodesById(graph).get(edge.target);
  if (!edge || !source || !target) return graph;

  const from = rectOf(graph, source);
  const to = rectOf(graph, target);
  const step = rectOf(graph, source).width + nodeSize.gapX;
  const missing = from.x + step + initialSizeOf(args.kind).width + nodeSize.gapX - to.x;
  const hasRoom = missing <= 0 || to.x <= from.x;
  const position = hasRoom
    ? { x: Math.max(from.x + step, (from.x + to.x) / 2), y: Math.round((from.y + to.y) / 2) }
    : { x: from.x + step, y: Math.round((from.y + to.y) / 2) };

  const node = newNode(graph, { id: args.id, kind: args.kind, position, parentId: source.parent_id });
  const wayOut = portsOf(node)[0];
  const inserted: Graph = {
    ...graph,
    nodes: [...graph.nodes, node],
    edges: [
      ...graph.edges.map((each) =>
        edgeId(each) === args.edgeId ? makeEdge(edge.source, portOf(edge), node.id) : each,
      ),
      ...(wayOut ? [makeEdge(node.id, wayOut.id, edge.target)] : []),
    ],
  };
  return hasRoom ? inserted : shiftRight(inserted, graph, edge.target, missing);
}

function shiftRight(inserted: Graph, before: Graph, fromNodeId: string, distance: number): Graph {
  const shifted = withBodies(before, [fromNodeId, ...descendants(before, fromNodeId)]);
  const nodes = inserted.nodes.filter((node) => shifted.has(node.id));
  return moveNodes(
    inserted,
    new Map(nodes.map((node) => [node.id, { x: positionOf(node).x + distance, y: positionOf(node).y }])),
  );
}
