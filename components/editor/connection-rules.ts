import { resolveKind } from "@/server/domain/nodes/registry";
import type { WorkflowNode } from "@/server/domain/workflow/schema";
import { titleOf } from "@/components/editor/nodes/node-title";
import { descendants, edgesFrom, nodesById, portOf, type Graph } from "./graph";

export interface ConnectionRequest {
  source: string;
  port: string;
  target: string;
}

/** Why this connection may not be drawn, as a sentence for the person who draws it, or null when it may. */
export function refuseConnection(graph: Graph, request: ConnectionRequest): string | null {
  const nodes = nodesById(graph);
  const source = nodes.get(request.source);
  const target = nodes.get(request.target);
  if (!source || !target) return "That node no longer exists.";
  if (source === target) return "A node can not lead to itself.";
  if (resolveKind(target.type) === "start") return "Nothing leads into the start.";
  if (resolveKind(source.type) === "end") return "Nothing follows an end.";
  if (source.parent_id !== target.parent_id)
    return crossing(nodes.get(source.parent_id ?? ""), nodes.get(target.parent_id ?? ""));
  const isDuplicate = edgesFrom(graph, source.id).some(
    (edge) => edge.target === target.id && portOf(edge) === request.port,
  );
  if (isDuplicate) return "These two are already connected.";
  if (descendants(graph, target.id).has(source.id)) return "This would make a circle.";
  return null;
}

/** What to do instead of leading an edge across the border of a body. */
function crossing(around: WorkflowNode | undefined, aroundTarget: WorkflowNode | undefined): string {
  if (aroundTarget) {
    const name = titleOf(aroundTarget);
    return `An edge can not lead into ${name}: connect to ${name} itself, and it begins what lies inside.`;
  }
  if (around) {
    const name = titleOf(around);
    return `An edge can not lead out of ${name}: connect from ${name} itself, which goes on when its body is done.`;
  }
  return "These two do not lie in the same body.";
}
