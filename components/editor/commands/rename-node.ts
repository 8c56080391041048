import type { Graph } from "@/components/editor/graph";
import { replaceNode } from "./update-node";

/** Sets a node's title; an empty one removes it, and the node is called by its kind again. */
export function renameNode(graph: Graph, args: { nodeId: string; title: string }): Graph {
  const title = args.title.slice(0, 200);
  return replaceNode(graph, args.nodeId, (node) => {
    if ((node.title ?? "") === title) return node;
    const { title: _previous, ...others } = node;
    return title.trim() === "" ? others : { ...others, title };
  });
}
