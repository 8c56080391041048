import { containerKindOf } from "./containers";
import type { WorkflowNode } from "./schema";

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How the frame of an iteration or a loop is drawn around its body. Canvas units. */
export const frameLook = {
  /** Least size, and that of an empty frame. */
  width: 400,
  height: 220,
  head: 44,
  /** Room between the border, or the head, and the body. */
  padding: 32,
} as const;

/**
 * Where the frames of a document's containers are drawn, by the container's id: as large as the document says, and larger
 * where the body, frames in it included, needs it. Places are absolute. Documents with wrong or circular parents are drawn too.
 * @param sizeOf the size of a node that is no container
 */
export function frameRects(
  nodes: readonly WorkflowNode[],
  sizeOf: (node: WorkflowNode) => { width: number; height: number },
): ReadonlyMap<string, Rect> {
  const frames = new Map<string, Rect>();
  const containers = nodes.filter((node) => containerKindOf(node) !== undefined);
  if (containers.length === 0) return frames;
  const bodies = Map.groupBy(nodes, (node) => node.parent_id);

  const measure = (node: WorkflowNode): Rect => {
    const { x, y, width, height } = node.ui ?? { x: 0, y: 0 };
    if (containerKindOf(node) === undefined) return { x, y, ...sizeOf(node) };
    const known = frames.get(node.id);
    if (known) return known;
    let rect: Rect = {
      x,
      y,
      width: Math.max(width ?? 0, frameLook.width),
      height: Math.max(height ?? 0, frameLook.height),
    };
    // Known before its body is looked at, so that a document whose parents go around in a circle comes to an end.
    frames.set(node.id, rect);
    for (const inside of bodies.get(node.id) ?? []) rect = union(rect, framed(measure(inside)));
    frames.set(node.id, rect);
    return rect;
  };
  for (const container of containers) measure(container);
  return frames;
}

/** The least frame around a piece of a body. */
export function framed({ x, y, width, height }: Rect): Rect {
  const { head, padding } = frameLook;
  return {
    x: x - padding,
    y: y - padding - head,
    width: width + 2 * padding,
    height: height + 2 * padding + head,
  };
}

function union(a: Rect, b: Rect): Rect {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}
