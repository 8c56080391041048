import { errorPort } from "../nodes/definition";
import type { CompiledNode } from "./compiled-node";
import { type Graph, reachableFrom } from "./graph";

/** What is known to have run when a node runs. Positions are those of the graph. */
export interface Availability {
  isAncestor(node: number, candidate: number): boolean;
  /** Whether an ancestor has an output whenever the node runs, whichever branches were taken. */
  isCertain(node: number, ancestor: number): boolean;
}

/**
 * Sets of nodes are bit sets, so 5,000 nodes and 20,000 edges take milliseconds. An ancestor is certain when some node that
 * every way to the node passes through leads to the ancestor without any choice. The graph must have no cycle.
 */
export function compileAvailability(graph: Graph, nodes: readonly CompiledNode[]): Availability {
  const words = Math.ceil(graph.nodes.length / 32);
  const emptySets = (): Uint32Array[] => graph.nodes.map(() => new Uint32Array(words));
  const ancestors = emptySets();
  const onEveryWay = emptySets();
  const withoutChoice = emptySets();
  const reachable = reachableFrom(
    graph,
    graph.nodes.keys().filter((index) => nodes[index]?.kind === "start"),
  );
  for (const index of graph.order) {
    const own = { ancestors: ancestors[index], every: onEveryWay[index], choiceless: withoutChoice[index] };
    if (!own.ancestors || !own.every || !own.choiceless) continue;
    add(own.choiceless, index);
    let isFirst = true;
    for (const edge of graph.incoming[index] ?? []) {
      const from = {
        ancestors: ancestors[edge.source],
        every: onEveryWay[edge.source],
        choiceless: withoutChoice[edge.source],
      };
      if (!from.ancestors || !from.every || !from.choiceless) continue;
      unite(own.ancestors, from.ancestors);
      add(own.ancestors, edge.source);
      if (!reachable.has(edge.source)) continue;
      const way = Uint32Array.from(from.every);
      if (edge.port !== errorPort) add(way, edge.source);
      if (isFirst) own.every.set(way);
      else intersect(own.every, way);
      isFirst = false;
      if (nodes[edge.source]?.ports.length === 1) unite(own.choiceless, from.choiceless);
    }
  }
  return {
    isAncestor: (node, candidate) => has(ancestors[node], candidate),
    isCertain: (node, ancestor) => {
      const policy = graph.nodes[ancestor]?.on_error;
      if (policy === "continue") return false;
      if (policy === "branch") return has(onEveryWay[node], ancestor);
      return meet(onEveryWay[node], withoutChoice[ancestor]);
    },
  };
}

function add(set: Uint32Array, index: number): void {
  set[index >>> 5] = (set[index >>> 5] ?? 0) | (1 << (index & 31));
}

function has(set: Uint32Array | undefined, index: number): boolean {
  return (((set?.[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1;
}

function unite(target: Uint32Array, other: Uint32Array): void {
  for (let word = 0; word < target.length; word += 1) target[word] = (target[word] ?? 0) | (other[word] ?? 0);
}

function intersect(target: Uint32Array, other: Uint32Array): void {
  for (let word = 0; word < target.length; word += 1) target[word] = (target[word] ?? 0) & (other[word] ?? 0);
}

function meet(left: Uint32Array | undefined, right: Uint32Array | undefined): boolean {
  return left?.some((word, index) => (word & (right?.[index] ?? 0)) !== 0) ?? false;
}
