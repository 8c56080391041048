import { positionOf, type Graph, type Point } from "@/components/editor/graph";

/** Puts nodes at new places, in whole pixels. Nodes that stay where they are keep their identity. */
export function moveNodes(graph: Graph, positions: ReadonlyMap<string, Point>): Graph {
  let hasMoved = false;
  const nodes = graph.nodes.map((node) => {
    const target = positions.get(node.id);
    if (!target) return node;
    const ui = { ...node.ui, x: Math.round(target.x), y: Math.round(target.y) };
    const current = positionOf(node);
    if (node.ui && current.x === ui.x && current.y === ui.y) return node;
    hasMoved = true;
    return { ...node, ui };
  });
  return hasMoved ? { ...graph, nodes } : graph;
}
