import { positionOf, type Graph } from "@/components/editor/graph";
import { fragmentOf } from "@/components/editor/fragment";
import { pasteNodes } from "./paste-nodes";

const offset = 40;

/** Copies nodes, with what lies inside them and the edges among them, a little below and to the right in the same body. */
export function duplicateNodes(graph: Graph, nodeIds: ReadonlySet<string>): Graph {
  const fragment = fragmentOf(graph, nodeIds);
  if (fragment.nodes.length === 0) return graph;
  const left = Math.min(...fragment.nodes.map((node) => positionOf(node).x));
  const top = Math.min(...fragment.nodes.map((node) => positionOf(node).y));
  return pasteNodes(graph, { fragment, at: { x: left + offset, y: top + offset } });
}
