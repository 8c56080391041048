import { frameAt, framesOf, rectOf, withBodies } from "@/components/editor/frames";
import { nodesById, positionOf, type Graph, type Point } from "@/components/editor/graph";
import { moveNodes } from "./move-nodes";
import { setParent } from "./set-parent";

/**
 * The places of everything that moves along: what lies inside a moved container keeps its place in it, unless it was moved by
 * itself. Containers are given by the corner of their frame.
 */
export function carryBodies(graph: Graph, positions: ReadonlyMap<string, Point>): ReadonlyMap<string, Point> {
  const frames = framesOf(graph);
  if (![...positions.keys()].some((id) => frames.has(id))) return positions;
  const nodes = nodesById(graph);
  const carried = new Map(positions);
  for (const [id, position] of positions) {
    const frame = frames.get(id);
    if (!frame) continue;
    for (const insideId of withBodies(graph, [id])) {
      const inside = nodes.get(insideId);
      if (carried.has(insideId) || !inside) continue;
      const { x, y } = frames.get(insideId) ?? positionOf(inside);
      carried.set(insideId, { x: x + position.x - frame.x, y: y + position.y - frame.y });
    }
  }
  return carried;
}

/** The frame that a node lies over with its middle, at a place it is dragged to. What is dragged along is no target. */
export function frameUnder(
  graph: Graph,
  nodeId: string,
  position: Point,
  moving: ReadonlySet<string>,
): string | undefined {
  const node = nodesById(graph).get(nodeId);
  if (!node) return undefined;
  const { width, height } = rectOf(graph, node);
  return frameAt(graph, { x: position.x + width / 2, y: position.y + height / 2 }, moving);
}

/**
 * Ends a drag: nodes are at their new places, and lie inside the frame that they were let go over. Edges that would lead
 * across its border are taken away with the move.
 */
export function dropNodes(graph: Graph, positions: ReadonlyMap<string, Point>): Graph {
  const carried = carryBodies(graph, positions);
  const moved = moveNodes(graph, carried);
  if (framesOf(graph).size === 0) return moved;
  const moving = withBodies(graph, positions.keys());
  const nodes = nodesById(graph);
  const targets = new Map<string | undefined, Set<string>>();
  for (const [id, position] of positions) {
    const parent = nodes.get(id)?.parent_id;
    if (parent !== undefined && moving.has(parent)) continue;
    const target = frameUnder(graph, id, position, moving);
    const list = targets.get(target);
    if (list) list.add(id);
    else targets.set(target, new Set([id]));
  }
  return [...targets].reduce((after, [parentId, nodeIds]) => setParent(after, { nodeIds, parentId }), moved);
}
