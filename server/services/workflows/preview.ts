import { resolveKind } from "@/server/domain/nodes/registry";
import { frameRects } from "@/server/domain/workflow/frames";
import { type NodeKind, workflowSchema } from "@/server/domain/workflow/schema";

interface PreviewNode {
  id: string;
  kind: NodeKind;
  x: number;
  y: number;
  /** Size of an iteration or a loop, which is drawn around its body; absent for every other node. */
  frame?: { width: number; height: number };
}

/** Enough of a graph to draw it small. Coordinates are the canvas's own. */
export interface GraphPreview {
  nodes: PreviewNode[];
  edges: { source: string; target: string }[];
}

const largestPreview = 150;
/** The size of a node as previews draw it. */
const nodeSize = { width: 240, height: 88 };

export function previewOf(document: unknown): GraphPreview {
  const parsed = workflowSchema.safeParse(document);
  if (!parsed.success) return { nodes: [], edges: [] };
  const placed = parsed.data.nodes.slice(0, largestPreview).map((node, index) => ({
    ...node,
    ui: node.ui ?? { x: index * 280, y: 0 },
  }));
  const frames = frameRects(placed, () => nodeSize);
  const nodes = placed.map((node): PreviewNode => {
    const kind = resolveKind(node.type) ?? "start";
    const frame = frames.get(node.id);
    if (!frame) return { id: node.id, kind, x: node.ui.x, y: node.ui.y };
    return { id: node.id, kind, x: frame.x, y: frame.y, frame: { width: frame.width, height: frame.height } };
  });
  const shown = new Set(nodes.map((node) => node.id));
  return {
    nodes,
    edges: parsed.data.edges
      .filter((edge) => shown.has(edge.source) && shown.has(edge.target))
      .map(({ source, target }) => ({ source, target })),
  };
}
