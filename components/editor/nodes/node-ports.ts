import { portsOf, resolveKind } from "@/server/domain/nodes/registry";
import type { WorkflowNode } from "@/server/domain/workflow/schema";
import { edgesFrom, portOf, type Graph } from "@/components/editor/graph";
import type { NodePort } from "./geometry";

const known = new WeakMap<WorkflowNode, readonly NodePort[]>();

/** The ways out of a node: those of its configuration, and those that only an edge still names. */
export function portsToDraw(graph: Graph, node: WorkflowNode): readonly NodePort[] {
  let ports = known.get(node);
  if (!ports) {
    ports = portsOf(node);
    known.set(node, ports);
  }
  const missing = new Set<string>();
  for (const edge of edgesFrom(graph, node.id)) {
    const port = portOf(edge);
    if (!ports.some((each) => each.id === port)) missing.add(port);
  }
  if (missing.size === 0) return ports;
  return [...ports, ...[...missing].map((id) => ({ id, label: id, isMissing: true }))];
}

export function hasInputHandle(node: WorkflowNode): boolean {
  return resolveKind(node.type) !== "start";
}
