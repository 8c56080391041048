import { defaultPort } from "../nodes/definition";
import { edgeId, type Workflow, type WorkflowEdge, type WorkflowNode } from "./schema";

/** An edge between two nodes that exist, by their positions in `Graph.nodes`. */
export interface GraphEdge {
  id: string;
  source: number;
  target: number;
  port: string;
}

/** A document's nodes and edges for walking: all arrays are indexed by a node's position in the document. */
export interface Graph {
  nodes: readonly WorkflowNode[];
  /** Position by id; of two nodes with one id the first. */
  indexOf: ReadonlyMap<string, number>;
  incoming: readonly GraphEdge[][];
  outgoing: readonly GraphEdge[][];
  /** Positions so that every edge leads forward. Nodes on a cycle, or behind one, are not in it. */
  order: readonly number[];
}

/** The port an edge leaves by. */
export function edgePort(edge: WorkflowEdge): string {
  return edge.condition || defaultPort;
}

/** Edges from or to a node that does not exist are left out. Linear in nodes and edges. */
export function buildGraph(workflow: Pick<Workflow, "nodes" | "edges">): Graph {
  const { nodes } = workflow;
  const indexOf = new Map<string, number>();
  for (const [index, node] of nodes.entries()) if (!indexOf.has(node.id)) indexOf.set(node.id, index);
  const incoming: GraphEdge[][] = nodes.map(() => []);
  const outgoing: GraphEdge[][] = nodes.map(() => []);
  for (const edge of workflow.edges) {
    const source = indexOf.get(edge.source);
    const target = indexOf.get(edge.target);
    if (source === undefined || target === undefined) continue;
    const graphEdge = { id: edgeId(edge), source, target, port: edgePort(edge) };
    outgoing[source]?.push(graphEdge);
    incoming[target]?.push(graphEdge);
  }
  return { nodes, indexOf, incoming, outgoing, order: topologicalOrder(incoming, outgoing) };
}

function topologicalOrder(incoming: GraphEdge[][], outgoing: GraphEdge[][]): number[] {
  const open = incoming.map((edges) => edges.length);
  const order = [...open.keys()].filter((index) => open[index] === 0);
  for (let at = 0; at < order.length; at += 1) {
    for (const edge of outgoing[order[at] ?? -1] ?? []) {
      const left = (open[edge.target] ?? 0) - 1;
      open[edge.target] = left;
      if (left === 0) order.push(edge.target);
    }
  }
  return order;
}

/** Positions that can be reached from the given ones, these included. */
export function reachableFrom(graph: Graph, starts: Iterable<number>): Set<number> {
  const reached = new Set(starts);
  for (const index of reached) for (const edge of graph.outgoing[index] ?? []) reached.add(edge.target);
  return reached;
}

/** Positions of everything that runs before a node. */
export function ancestorsOf(graph: Graph, index: number): Set<number> {
  const found = new Set((graph.incoming[index] ?? []).map((edge) => edge.source));
  for (const ancestor of found) for (const edge of graph.incoming[ancestor] ?? []) found.add(edge.source);
  return found;
}

/**
 * Cycles of the graph, each as the edges that lead around it; self loops are cycles of one edge. Cycles are taken apart one
 * by one until none is left, at most `limit`.
 */
export function findCycles(graph: Graph, limit: number): GraphEdge[][] {
  const cycles: GraphEdge[][] = [];
  const remaining = new Set(graph.nodes.keys());
  for (const index of graph.order) remaining.delete(index);
  while (cycles.length < limit) {
    dropDeadEnds(graph, remaining);
    const [start] = remaining;
    if (start === undefined) break;
    const cycle = walkCycle(graph, remaining, start);
    cycles.push(cycle);
    for (const edge of cycle) remaining.delete(edge.source);
  }
  return cycles;
}

/** Removes nodes from which no cycle can be reached. */
function dropDeadEnds(graph: Graph, remaining: Set<number>): void {
  const waysOn = new Map<number, number>();
  const deadEnds: number[] = [];
  for (const index of remaining) {
    const count = (graph.outgoing[index] ?? []).filter((edge) => remaining.has(edge.target)).length;
    waysOn.set(index, count);
    if (count === 0) deadEnds.push(index);
  }
  for (let index = deadEnds.pop(); index !== undefined; index = deadEnds.pop()) {
    remaining.delete(index);
    for (const edge of graph.incoming[index] ?? []) {
      const left = (waysOn.get(edge.source) ?? 0) - 1;
      waysOn.set(edge.source, left);
      if (left === 0) deadEnds.push(edge.source);
    }
  }
}

/** Walks on until a node comes up again; every remaining node has a way on. */
function walkCycle(graph: Graph, remaining: ReadonlySet<number>, start: number): GraphEdge[] {
  const walked: GraphEdge[] = [];
  const seenAt = new Map<number, number>();
  let index = start;
  while (!seenAt.has(index)) {
    seenAt.set(index, walked.length);
    const edge = (graph.outgoing[index] ?? []).find((one) => remaining.has(one.target));
    if (edge === undefined) return walked;
    walked.push(edge);
    index = edge.target;
  }
  return walked.slice(seenAt.get(index));
}
