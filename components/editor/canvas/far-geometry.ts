import type { Point } from "@/components/editor/graph";
import type { FlowEdge, FlowNode } from "./flow-elements";

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Line {
  from: Point;
  to: Point;
}

const margin = 80;

/** The rectangle around all nodes with a margin for edges that swing out, in canvas units. */
export function graphBounds(nodes: readonly FlowNode[]): Rect {
  if (nodes.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { position, width = 0, height = 0 } of nodes) {
    left = Math.min(left, position.x);
    top = Math.min(top, position.y);
    right = Math.max(right, position.x + width);
    bottom = Math.max(bottom, position.y + height);
  }
  return { x: left - margin, y: top - margin, width: right - left + 2 * margin, height: bottom - top + 2 * margin };
}

/** Where each edge begins and ends, from the places of the handles. */
export function edgeLines(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): Line[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return edges.flatMap((edge) => {
    const source = byId.get(edge.source);
    const target = byId.get(edge.target);
    const from = source?.handles?.find((handle) => handle.type === "source" && handle.id === edge.sourceHandle);
    const to = target?.handles?.find((handle) => handle.type === "target");
    if (!source || !target || !from || !to) return [];
    return [{ from: handleCentre(source, from), to: handleCentre(target, to) }];
  });
}

function handleCentre(node: FlowNode, handle: { x: number; y: number; width?: number; height?: number }): Point {
  return {
    x: node.position.x + handle.x + (handle.width ?? 0) / 2,
    y: node.position.y + handle.y + (handle.height ?? 0) / 2,
  };
}
