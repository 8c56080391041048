import { nestedLayout } from "@/components/editor/nested-layout";
import { nodeSize } from "@/components/editor/graph";
import { nodeHeight, nodeWidth } from "@/components/workflows/preview-geometry";
import { nodeDefinitions, resolveKind } from "@/server/domain/nodes/registry";
import { documentNodeIdOf, nodeIdOf, stageOf } from "@/server/domain/run/address";
import type { NodeStatus } from "@/server/domain/run/status";
import { frameRects } from "@/server/domain/workflow/frames";
import type { NodeKind, Workflow } from "@/server/domain/workflow/schema";

import type { NodeRun } from "./types";

export interface MapNode {
  id: string;
  title: string;
  kind: NodeKind | undefined;
  /** `pending` also for what was never reached. */
  status: NodeStatus;
  /** Upper left corner in canvas units. */
  x: number;
  y: number;
  /** Size of an iteration or a loop, drawn around its body. */
  frame?: { width: number; height: number };
}

export interface MapEdge {
  source: string;
  target: string;
  /** Whether the run went this way. */
  isTravelled: boolean;
}

export interface RunMapGraph {
  nodes: MapNode[];
  edges: MapEdge[];
}

/** The graph that ran, with what became of each node. Where a node was never placed, all are laid out anew. */
export function mapOf(dsl: Workflow, nodeRuns: readonly Attempted[]): RunMapGraph {
  const last = lastOfEachNode(nodeRuns);
  const positions = dsl.nodes.every((node) => node.ui) ? undefined : nestedLayout(dsl, () => nodeSize.height);
  const placed = positions
    ? dsl.nodes.map((node) => ({ ...node, ui: positions.get(node.id) ?? { x: 0, y: 0 } }))
    : dsl.nodes;
  const frames = frameRects(placed, () => ({ width: nodeWidth, height: nodeHeight }));
  const statusOf = (nodeId: string): NodeStatus => last.get(nodeId)?.status ?? "pending";
  const all = placed.map((node): MapNode => {
    const kind = resolveKind(node.type);
    const frame = frames.get(node.id);
    const { x, y } = frame ?? node.ui ?? { x: 0, y: 0 };
    return {
      id: node.id,
      title: node.title ?? (kind ? nodeDefinitions[kind].label : node.type),
      kind,
      status: statusOf(node.id),
      x,
      y,
      ...(frame ? { frame: { width: frame.width, height: frame.height } } : {}),
    };
  });
  // Frames are drawn first, the largest before those that lie in it, and so below what they hold.
  const area = ({ frame }: MapNode) => (frame ? frame.width * frame.height : 0);
  const nodes = frames.size === 0 ? all : all.toSorted((a, b) => area(b) - area(a));
  const edges = dsl.edges.map(({ source, target, condition }): MapEdge => {
    const port = last.get(source)?.port;
    const isTaken = typeof port === "string" && (condition === undefined ? port !== "error" : condition === port);
    return { source, target, isTravelled: isTaken && !["pending", "skipped"].includes(statusOf(target)) };
  });
  return { nodes, edges };
}

type Attempted = Pick<NodeRun, "nodeId" | "attempt" | "status" | "port">;

/**
 * What became of each node of the document. A node inside a container has run for each item: it counts as failed when one of
 * them failed, and as skipped only when it was passed over in all. Stages and what happened in other workflows are no nodes of this document.
 */
function lastOfEachNode(nodeRuns: readonly Attempted[]): Map<string, Attempted> {
  const last = new Map<string, Attempted>();
  for (const run of nodeRuns) {
    const nodeId = documentNodeIdOf(run.nodeId);
    if (stageOf(run.nodeId) !== undefined || nodeId !== nodeIdOf(run.nodeId)) continue;
    const known = last.get(nodeId);
    if (known?.nodeId === run.nodeId && known.attempt > run.attempt) continue;
    const isOfOtherItem = known !== undefined && known.nodeId !== run.nodeId;
    if (isOfOtherItem && (known.status === "failed" || run.status === "skipped")) continue;
    last.set(nodeId, run);
  }
  return last;
}

const margin = 36;
/** In canvas units: nothing is drawn larger than if the graph had the least size, nor smaller than at the most. */
const rooms = {
  wide: { least: { width: 1900, height: 240 }, most: { width: 2700, height: 440 } },
  narrow: { least: { width: 900, height: 240 }, most: { width: 1400, height: 480 } },
} as const;
export type MapRoom = keyof typeof rooms;

/**
 * What the map shows: all of the graph where its nodes can still be told apart, else a window around the selected node, or
 * around the first. An SVG viewBox.
 */
export function mapViewBox(nodes: readonly MapNode[], selectedId: string | undefined, room: MapRoom = "wide"): string {
  const { least, most } = rooms[room];
  const selected = nodes.find((node) => node.id === selectedId) ?? nodes[0];
  if (!selected) return "0 0 100 100";
  const [x, width] = window1d(
    nodes.map((node) => [node.x, node.frame?.width ?? nodeWidth]),
    nodeWidth,
    selected.x,
    least.width,
    most.width,
  );
  const [y, height] = window1d(
    nodes.map((node) => [node.y, node.frame?.height ?? nodeHeight]),
    nodeHeight,
    selected.y,
    least.height,
    most.height,
  );
  return [x, y, width, height].map(Math.round).join(" ");
}

/** From where and how much is shown in one direction. */
function window1d(
  stretches: readonly (readonly [from: number, length: number])[],
  size: number,
  selected: number,
  smallest: number,
  largest: number,
): [number, number] {
  const first = stretches.reduce((lowest, [from]) => Math.min(lowest, from), Infinity) - margin;
  const last = stretches.reduce((highest, [from, length]) => Math.max(highest, from + length), -Infinity) + margin;
  const length = last - first;
  if (length <= largest) {
    const shown = Math.max(smallest, length);
    return [(first + last - shown) / 2, shown];
  }
  return [Math.min(Math.max(first, selected + size / 2 - largest / 2), last - largest), largest];
}
