import type { WorkflowNode } from "@/server/domain/workflow/schema";
import { makeEdge, portOf, positionOf, type Graph, type Point } from "@/components/editor/graph";
import type { Fragment } from "@/components/editor/fragment";
import { renameReferences } from "./node-references";
import { setParent } from "./set-parent";
import { uniqueNodeId, uniqueTitle } from "./unique-names";

/**
 * Adds copies of a fragment. Copies get free ids and titles, keep the edges among them, and where one names another in a
 * template the copy names the copy. `at` is where the fragment's upper left corner goes.
 * What lay inside a copied container lies inside its copy. The others go into `parentId`, and without it stay in the body they
 * were copied from, while it is there; what may not lie there goes outside of all.
 */
export function pasteNodes(graph: Graph, args: { fragment: Fragment; at: Point; parentId?: string }): Graph {
  const { fragment } = args;
  if (fragment.nodes.length === 0) return graph;
  const left = Math.min(...fragment.nodes.map((node) => positionOf(node).x));
  const top = Math.min(...fragment.nodes.map((node) => positionOf(node).y));
  const names = newNames(graph, fragment.nodes);
  const titles = new Set<string>();
  const copies = fragment.nodes.map((node): WorkflowNode => {
    const title = node.title === undefined ? undefined : uniqueTitle(graph, node.title, titles);
    if (title !== undefined) titles.add(title);
    const { parent_id: parent, ...others } = node;
    const copiedParent = parent === undefined ? undefined : names.get(parent);
    return {
      ...others,
      ...(copiedParent === undefined ? {} : { parent_id: copiedParent }),
      id: names.get(node.id) ?? node.id,
      ...(title === undefined ? {} : { title }),
      config: renameReferences(node.config, names),
      ui: {
        ...node.ui,
        x: Math.round(positionOf(node).x - left + args.at.x),
        y: Math.round(positionOf(node).y - top + args.at.y),
      },
    };
  });
  const edges = fragment.edges.flatMap((edge) => {
    const source = names.get(edge.source);
    const target = names.get(edge.target);
    return source && target ? [makeEdge(source, portOf(edge), target)] : [];
  });
  const pasted = { ...graph, nodes: [...graph.nodes, ...copies], edges: [...graph.edges, ...edges] };
  const outermost = fragment.nodes.filter((node) => node.parent_id === undefined || !names.has(node.parent_id));
  const byParent = Map.groupBy(outermost, (node) => args.parentId ?? node.parent_id);
  return [...byParent].reduce((after, [parentId, nodes]) => {
    const nodeIds = new Set(nodes.map((node) => names.get(node.id) ?? node.id));
    return setParent(after, { nodeIds, parentId });
  }, pasted);
}

function newNames(graph: Graph, nodes: readonly WorkflowNode[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const node of nodes) {
    const id = uniqueNodeId(graph, node.id, taken);
    taken.add(id);
    names.set(node.id, id);
  }
  return names;
}
