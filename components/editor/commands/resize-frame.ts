import type { Graph } from "@/components/editor/graph";
import { replaceNode } from "./update-node";

/** Gives a container's frame a size in whole pixels; where its body needs more it is drawn larger. */
export function resizeFrame(graph: Graph, args: { nodeId: string; width: number; height: number }): Graph {
  const width = Math.round(args.width);
  const height = Math.round(args.height);
  return replaceNode(graph, args.nodeId, (node) =>
    node.ui?.width === width && node.ui.height === height
      ? node
      : { ...node, ui: { x: node.ui?.x ?? 0, y: node.ui?.y ?? 0, width, height } },
  );
}
