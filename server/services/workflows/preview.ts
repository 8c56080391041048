import { resolveKind } from "@/server/domain/nodes/registry";
import { type NodeKind, workflowSchema } from "@/server/domain/workflow/schema";

/** Enough of a graph to draw it small. Coordinates are the canvas's own. */
export interface GraphPreview {
  nodes: { id: string; kind: NodeKind; x: number; y: number }[];
  edges: { source: string; target: string }[];
}

const largestPreview = 150;

export function previewOf(document: unknown): GraphPreview {
  const parsed = workflowSchema.safeParse(document);
  if (!parsed.success) return { nodes: [], edges: [] };
  const nodes = parsed.data.nodes.slice(0, largestPreview).map((node, index) => ({
    id: node.id,
    kind: resolveKind(node.type) ?? ("start" as const),
    x: node.ui?.x ?? index * 280,
    y: node.ui?.y ?? 0,
  }));
  const shown = new Set(nodes.map((node) => node.id));
  return {
    nodes,
    edges: parsed.data.edges
      .filter((edge) => shown.has(edge.source) && shown.has(edge.target))
      .map(({ source, target }) => ({ source, target })),
  };
}
