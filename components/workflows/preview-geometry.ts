import type { NodeKind } from "@/server/domain/workflow/schema";

/** The size of a node as the drawing takes it, in canvas units; x and y of a node are its upper left corner. */
export const nodeWidth = 240;
export const nodeHeight = 88;

const margin = 60;
/** A graph of two nodes is not drawn larger than one of four. */
const leastWidth = 4 * nodeWidth + 3 * 80;
const leastHeight = 3 * nodeHeight;

export interface PreviewNode {
  id: string;
  /** `undefined` for a type that this version does not know. */
  kind?: NodeKind | undefined;
  x: number;
  y: number;
  /** Size of an iteration or a loop, drawn around its body. */
  frame?: { width: number; height: number } | undefined;
}

export interface PreviewGraph {
  nodes: readonly PreviewNode[];
  edges: readonly { source: string; target: string }[];
}

/** The part of the canvas that shows all nodes with a margin, centred: an SVG viewBox. */
export function viewBoxOf(nodes: readonly PreviewNode[]): string {
  if (nodes.length === 0) return `0 0 ${leastWidth} ${leastHeight}`;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, frame } of nodes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + (frame?.width ?? nodeWidth));
    bottom = Math.max(bottom, y + (frame?.height ?? nodeHeight));
  }
  const width = Math.max(leastWidth, right - left + 2 * margin);
  const height = Math.max(leastHeight, bottom - top + 2 * margin);
  return [(left + right - width) / 2, (top + bottom - height) / 2, width, height].map(Math.round).join(" ");
}

/** All edges as one path: from the middle of the right side to the middle of the left side. Edges without both ends are left out. */
export function edgePathOf({ nodes, edges }: PreviewGraph): string {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parts: string[] = [];
  for (const { source, target } of edges) {
    const from = byId.get(source);
    const to = byId.get(target);
    if (!from || !to) continue;
    const [x1, y1] = [from.x + (from.frame?.width ?? nodeWidth), from.y + nodeHeight / 2];
    const [x2, y2] = [to.x, to.y + nodeHeight / 2];
    const bend = Math.max(40, Math.abs(x2 - x1) / 2);
    parts.push(`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`);
  }
  return parts.join("");
}

/** A rounded rectangle, as a piece of a path. */
export function roundedRect(x: number, y: number, width: number, height: number, radius: number): string {
  const corner = (dx: number, dy: number) => `a${radius} ${radius} 0 0 1 ${dx} ${dy}`;
  return [
    `M${x + radius} ${y}h${width - 2 * radius}`,
    corner(radius, radius),
    `v${height - 2 * radius}`,
    corner(-radius, radius),
    `h${2 * radius - width}`,
    corner(-radius, -radius),
    `v${2 * radius - height}`,
    corner(radius, -radius),
    "z",
  ].join("");
}
