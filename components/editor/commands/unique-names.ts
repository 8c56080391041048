import { nodesById, type Graph } from "@/components/editor/graph";

/** The first free one of `llm`, `llm-2`, `llm-3`; `taken` are ids given away but not yet in the graph. */
export function uniqueNodeId(graph: Graph, base: string, taken: ReadonlySet<string> = new Set()): string {
  const nodes = nodesById(graph);
  return firstFree(base, "-", (id) => nodes.has(id) || taken.has(id));
}

/** The first free one of `LLM`, `LLM 2`, `LLM 3`. */
export function uniqueTitle(graph: Graph, base: string, taken: ReadonlySet<string> = new Set()): string {
  const titles = new Set(graph.nodes.map((node) => node.title));
  return firstFree(base, " ", (title) => titles.has(title) || taken.has(title));
}

function firstFree(base: string, separator: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(base)) return base;
  const root = base.replace(new RegExp(`${separator}\\d+$`), "");
  let number = 2;
  while (isTaken(`${root}${separator}${number}`)) number += 1;
  return `${root}${separator}${number}`;
}
