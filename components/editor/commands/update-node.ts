import type { WorkflowNode } from "@/server/domain/workflow/schema";
import { nodesById, type Graph } from "@/components/editor/graph";

export type NodePatch = Partial<Pick<WorkflowNode, "notes" | "retry" | "on_error">>;

/** Changes what every kind of node has beside its configuration. An undefined value removes the field. */
export function updateNode(graph: Graph, args: { nodeId: string; patch: NodePatch }): Graph {
  return replaceNode(graph, args.nodeId, (node) => {
    const next: WorkflowNode = { ...node, ...args.patch };
    for (const key of ["notes", "retry", "on_error"] as const) if (next[key] === undefined) delete next[key];
    return next;
  });
}

/** The graph with one node replaced; the others keep their identity. */
export function replaceNode(graph: Graph, nodeId: string, change: (node: WorkflowNode) => WorkflowNode): Graph {
  const node = nodesById(graph).get(nodeId);
  if (!node) return graph;
  const next = change(node);
  if (next === node) return graph;
  return { ...graph, nodes: graph.nodes.map((each) => (each === node ? next : each)) };
}
