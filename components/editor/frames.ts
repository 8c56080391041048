import { nodeDefinitions, resolveKind } from "@/server/domain/nodes/registry";
import { containerKindOf, deepestNesting } from "@/server/domain/workflow/containers";
import { frameLook, frameRects, type Rect } from "@/server/domain/workflow/frames";
import type { NodeKind, WorkflowNode } from "@/server/domain/workflow/schema";
import { nodeSize, nodesById, positionOf, type Graph, type Point } from "./graph";
import { nodeHeight } from "@/components/editor/nodes/geometry";
import { portsToDraw } from "@/components/editor/nodes/node-ports";
import { titleOf } from "@/components/editor/nodes/node-title";

const frames = new WeakMap<Graph, ReadonlyMap<string, Rect>>();
const bodies = new WeakMap<readonly WorkflowNode[], ReadonlyMap<string, readonly WorkflowNode[]>>();
const noNodes: readonly WorkflowNode[] = [];

/** Where the frame of every container is drawn, by its id. Worked out once per graph. */
export function framesOf(graph: Graph): ReadonlyMap<string, Rect> {
  let rects = frames.get(graph);
  if (!rects) {
    rects = frameRects(graph.nodes, (node) => sizeOfPlain(graph, node));
    frames.set(graph, rects);
  }
  return rects;
}

function sizeOfPlain(graph: Graph, node: WorkflowNode): { width: number; height: number } {
  return { width: nodeSize.width, height: nodeHeight(portsToDraw(graph, node)) };
}

/** Where a node is drawn: a container where its frame is, which may begin further left than the document says. */
export function rectOf(graph: Graph, node: WorkflowNode): Rect {
  return framesOf(graph).get(node.id) ?? { ...positionOf(node), ...sizeOfPlain(graph, node) };
}

/** The nodes that lie directly inside a container. */
export function bodyOf(graph: Graph, containerId: string): readonly WorkflowNode[] {
  let index = bodies.get(graph.nodes);
  if (!index) {
    const next = new Map<string, WorkflowNode[]>();
    for (const node of graph.nodes) {
      if (node.parent_id === undefined) continue;
      const list = next.get(node.parent_id);
      if (list) list.push(node);
      else next.set(node.parent_id, [node]);
    }
    index = next;
    bodies.set(graph.nodes, index);
  }
  return index.get(containerId) ?? noNodes;
}

/** The nodes with everything that lies inside them, however deep. */
export function withBodies(graph: Graph, nodeIds: Iterable<string>): Set<string> {
  const all = new Set(nodeIds);
  for (const id of all) for (const node of bodyOf(graph, id)) all.add(node.id);
  return all;
}

/** How large a node of this kind begins. */
export function initialSizeOf(kind: NodeKind): { width: number; height: number } {
  return containerKindOf({ type: kind }) ? { width: frameLook.width, height: frameLook.height } : nodeSize;
}

/** Where the first node of an empty frame goes. */
export function firstPlaceIn({ x, y }: Point): Point {
  return { x: x + frameLook.padding, y: y + frameLook.head + frameLook.padding };
}

/** How many containers a node lies in. */
export function depthOf(graph: Graph, node: WorkflowNode): number {
  const nodes = nodesById(graph);
  let depth = 0;
  // Parents that go around in a circle are an issue of the document; the count ends anyhow.
  for (let at = node.parent_id; at !== undefined && depth <= deepestNesting; at = nodes.get(at)?.parent_id) depth += 1;
  return depth;
}

/** The innermost frame at a place, or undefined outside of all. Frames in `except` count as not there. */
export function frameAt(graph: Graph, { x, y }: Point, except: ReadonlySet<string> = new Set()): string | undefined {
  let found: { id: string; area: number } | undefined;
  for (const [id, rect] of framesOf(graph)) {
    const isIn = x >= rect.x && x <= rect.x + rect.width && y >= rect.y && y <= rect.y + rect.height;
    const area = rect.width * rect.height;
    if (isIn && !except.has(id) && (!found || area < found.area)) found = { id, area };
  }
  return found?.id;
}

/** Why a node may not lie there, as a sentence, or null when it may. Without a container: outside of all. */
export function refuseParent(graph: Graph, nodeId: string, containerId: string | undefined): string | null {
  const nodes = nodesById(graph);
  const node = nodes.get(nodeId);
  if (!node) return "That node no longer exists.";
  if (containerId === undefined) return null;
  const container = nodes.get(containerId);
  if (!container || !containerKindOf(container)) return "Only an iteration or a loop has nodes inside.";
  const within = withBodies(graph, [nodeId]);
  if (within.has(containerId)) return "A node can not lie inside itself.";
  const own = depthOf(graph, node);
  const levels = Math.max(...[...within].map((id) => depthOf(graph, nodes.get(id) ?? node) - own));
  return refuseKind(graph, resolveKind(node.type), container, levels);
}

/** Why a new node of this kind may not be put there, or null when it may. */
export function refuseNewIn(graph: Graph, kind: NodeKind, containerId: string): string | null {
  const container = nodesById(graph).get(containerId);
  return container ? refuseKind(graph, kind, container, 0) : "That node no longer exists.";
}

function refuseKind(
  graph: Graph,
  kind: NodeKind | undefined,
  container: WorkflowNode,
  levelsInside: number,
): string | null {
  if (kind === "start") return `A ${nodeDefinitions.start.label.toLowerCase()} can not lie inside another node.`;
  const depth = depthOf(graph, container) + 1 + levelsInside;
  if (depth > deepestNesting)
    return `${titleOf(container)} lies too deep: at most ${deepestNesting} levels are allowed.`;
  return null;
}
