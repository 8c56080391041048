import { resolveKind } from "@/server/domain/nodes/registry";
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
  const isDuplicate = edgesFrom(graph, source.id).some(
    (edge) => edge.target === target.id && portOf(edge) === request.port,
  );
  if (isDuplicate) return "These two are already connected.";
  if (descendants(graph, target.id).has(source.id)) return "This would make a circle.";
  return null;
}
