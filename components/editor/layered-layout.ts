import type { Workflow } from "@/server/domain/workflow/schema";
import { edgesFrom, edgesTo, nodeSize, type Point } from "./graph";

const sweeps = 4;

type Graph = Pick<Workflow, "nodes" | "edges">;

interface Size {
  width: number;
  height: number;
}

/**
 * Places nodes in columns by their longest distance from a start, left to right, and orders each column so that few edges
 * cross (repeated medians). Edges of a cycle that point back are ignored for the columns. Linear in nodes and edges per sweep.
 * Sizes and places are in pixels; edges that lead to or from nodes not given are left out.
 */
export function layeredLayout(graph: Graph, sizeOf: (nodeId: string) => Size): Map<string, Point> {
  const layers = assignLayers(graph);
  const depth = graph.nodes.reduce((most, node) => Math.max(most, (layers.get(node.id) ?? 0) + 1), 0);
  const columns = Array.from({ length: depth }, (): string[] => []);
  for (const node of graph.nodes) columns[layers.get(node.id) ?? 0]?.push(node.id);
  orderColumns(graph, columns);
  return place(columns, sizeOf);
}

/** Longest path by Kahn's algorithm; nodes left over lie on cycles and follow the deepest node that leads to them. */
function assignLayers(graph: Graph): Map<string, number> {
  const known = new Set(graph.nodes.map((node) => node.id));
  const open = new Map(
    graph.nodes.map((node) => [node.id, edgesTo(graph, node.id).filter((edge) => known.has(edge.source)).length]),
  );
  const layers = new Map<string, number>();
  const ready = graph.nodes.filter((node) => open.get(node.id) === 0).map((node) => node.id);
  const rest = new Set(known);
  const settle = (id: string) => {
    rest.delete(id);
    const layer = layers.get(id) ?? 0;
    layers.set(id, layer);
    for (const { target } of edgesFrom(graph, id)) {
      if (!rest.has(target)) continue;
      layers.set(target, Math.max(layers.get(target) ?? 0, layer + 1));
      const left = (open.get(target) ?? 0) - 1;
      open.set(target, left);
      if (left === 0) ready.push(target);
    }
  };
  for (;;) {
    for (let index = 0; index < ready.length; index += 1) {
      const id = ready[index];
      if (id !== undefined && rest.has(id)) settle(id);
    }
    const [stuck] = rest;
    if (stuck === undefined) return layers;
    ready.length = 0;
    ready.push(stuck);
  }
}

function orderColumns(graph: Graph, columns: string[][]): void {
  const order = new Map<string, number>();
  const remember = (column: string[]) => column.forEach((id, index) => order.set(id, index));
  columns.forEach(remember);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const isForward = sweep % 2 === 0;
    const sequence = isForward ? columns : columns.toReversed();
    for (const column of sequence) {
      const weights = new Map(
        column.map((id) => [id, median(neighbourPositions(graph, id, isForward, order)) ?? order.get(id) ?? 0]),
      );
      column.sort((a, b) => (weights.get(a) ?? 0) - (weights.get(b) ?? 0));
      remember(column);
    }
  }
}

/** Where the neighbours on one side stand. Edges of one source are told apart by their order, so that branches do not cross. */
function neighbourPositions(
  graph: Graph,
  id: string,
  isForward: boolean,
  order: ReadonlyMap<string, number>,
): number[] {
  const edges = isForward ? edgesTo(graph, id) : edgesFrom(graph, id);
  return edges.flatMap((edge) => {
    const position = order.get(isForward ? edge.source : edge.target);
    if (position === undefined) return [];
    const rank = isForward ? edgesFrom(graph, edge.source).indexOf(edge) : 0;
    return [position + Math.min(rank, 99) / 100];
  });
}

function median(values: number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

function place(columns: string[][], sizeOf: (nodeId: string) => Size): Map<string, Point> {
  const positions = new Map<string, Point>();
  const heights = columns.map((column) =>
    column.reduce((sum, id) => sum + sizeOf(id).height + nodeSize.gapY, -nodeSize.gapY),
  );
  const tallest = Math.max(0, ...heights);
  let x = 0;
  columns.forEach((column, layer) => {
    let y = Math.round((tallest - (heights[layer] ?? 0)) / 2);
    let width = 0;
    for (const id of column) {
      positions.set(id, { x, y });
      const size = sizeOf(id);
      y += size.height + nodeSize.gapY;
      width = Math.max(width, size.width);
    }
    x += width + nodeSize.gapX;
  });
  return positions;
}
