import type { Json } from "@/server/domain/json";
import type { Graph } from "@/components/editor/graph";
import { replaceNode } from "./update-node";

/** Sets one top-level field of a node's configuration; undefined removes it. */
export function updateNodeConfig(
  graph: Graph,
  args: { nodeId: string; field: string; value: Json | undefined },
): Graph {
  return replaceNode(graph, args.nodeId, (node) => {
    const { [args.field]: current, ...others } = node.config;
    if (args.value === undefined) return current === undefined ? node : { ...node, config: others };
    if (current === args.value) return node;
    return { ...node, config: { ...node.config, [args.field]: args.value } };
  });
}
