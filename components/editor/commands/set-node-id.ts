import { nodesById, type Graph } from "@/components/editor/graph";
import { renameReferences } from "./node-references";

const idPattern = /^[a-z][a-z0-9_-]{0,63}$/;

/** Why a node may not be called this, as a sentence, or null when it may. */
export function refuseNodeId(graph: Graph, nodeId: string, next: string): string | null {
  if (next === nodeId) return null;
  if (!idPattern.test(next)) return "Use lower-case letters, digits, hyphens and underscores, starting with a letter.";
  return nodesById(graph).has(next) ? "Another node has this id." : null;
}

/** Gives a node another id and rewrites the edges, templates and expressions that name it. The same graph when refused. */
export function setNodeId(graph: Graph, args: { nodeId: string; next: string }): Graph {
  if (args.next === args.nodeId || refuseNodeId(graph, args.nodeId, args.next)) return graph;
  const names = new Map([[args.nodeId, args.next]]);
  const rename = (id: string) => names.get(id) ?? id;
  return {
    ...graph,
    nodes: graph.nodes.map((node) => ({
      ...node,
      id: rename(node.id),
      ...(node.parent_id === undefined ? {} : { parent_id: rename(node.parent_id) }),
      config: renameReferences(node.config, names),
    })),
    edges: graph.edges.map(({ id: _named, ...edge }) => ({
      ...edge,
      source: rename(edge.source),
      target: rename(edge.target),
    })),
  };
}
