import { defaultPort } from "@/server/domain/nodes/definition";
import { edgeId, type Workflow, type WorkflowEdge, type WorkflowNode } from "@/server/domain/workflow/schema";

/** What the editor edits is the document itself: immutable, and shared piece by piece between steps of the history. */
export type Graph = Workflow;

export interface Point {
  x: number;
  y: number;
}

/** Width and usual height of a node on the canvas, and the room left between two. Pixels at zoom 1. */
export const nodeSize = { width: 240, height: 72, gapX: 96, gapY: 40 } as const;

interface EdgeIndex {
  byId: ReadonlyMap<string, WorkflowEdge>;
  from: ReadonlyMap<string, WorkflowEdge[]>;
  to: ReadonlyMap<string, WorkflowEdge[]>;
}

const nodeIndexes = new WeakMap<readonly WorkflowNode[], ReadonlyMap<string, WorkflowNode>>();
const edgeIndexes = new WeakMap<readonly WorkflowEdge[], EdgeIndex>();

/** The nodes by id; computed once per list, because commands never change a list in place. */
export function nodesById(graph: Graph): ReadonlyMap<string, WorkflowNode> {
  let index = nodeIndexes.get(graph.nodes);
  if (!index) {
    index = new Map(graph.nodes.map((node) => [node.id, node]));
    nodeIndexes.set(graph.nodes, index);
  }
  return index;
}

function edgeIndex(graph: Pick<Graph, "edges">): EdgeIndex {
  let index = edgeIndexes.get(graph.edges);
  if (!index) {
    const from = new Map<string, WorkflowEdge[]>();
    const to = new Map<string, WorkflowEdge[]>();
    for (const edge of graph.edges) {
      (from.get(edge.source) ?? from.set(edge.source, []).get(edge.source))?.push(edge);
      (to.get(edge.target) ?? to.set(edge.target, []).get(edge.target))?.push(edge);
    }
    index = { byId: new Map(graph.edges.map((edge) => [edgeId(edge), edge])), from, to };
    edgeIndexes.set(graph.edges, index);
  }
  return index;
}

const noEdges: readonly WorkflowEdge[] = [];

export function edgeById(graph: Graph, id: string): WorkflowEdge | undefined {
  return edgeIndex(graph).byId.get(id);
}

export function edgesFrom(graph: Pick<Graph, "edges">, nodeId: string): readonly WorkflowEdge[] {
  return edgeIndex(graph).from.get(nodeId) ?? noEdges;
}

export function edgesTo(graph: Pick<Graph, "edges">, nodeId: string): readonly WorkflowEdge[] {
  return edgeIndex(graph).to.get(nodeId) ?? noEdges;
}

/** Every node that can be reached from this one along edges, without the node itself unless it lies on a cycle. */
export function descendants(graph: Graph, nodeId: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [nodeId];
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    for (const edge of edgesFrom(graph, current)) {
      if (reached.has(edge.target)) continue;
      reached.add(edge.target);
      open.push(edge.target);
    }
  }
  return reached;
}

export function positionOf(node: WorkflowNode): Point {
  return node.ui ?? { x: 0, y: 0 };
}

/** The port that an edge leaves by; a document leaves the default port unsaid. */
export function portOf(edge: WorkflowEdge): string {
  return edge.condition ?? defaultPort;
}

/** The edge of the document for a connection; the default port stays unsaid, as in hand-written documents. */
export function makeEdge(source: string, port: string, target: string): WorkflowEdge {
  return port === defaultPort ? { source, target } : { source, target, condition: port };
}

/** Ids of nodes that `after` has and `before` has not, in document order. */
export function addedNodeIds(before: Graph, after: Graph): string[] {
  const known = nodesById(before);
  return after.nodes.filter((node) => !known.has(node.id)).map((node) => node.id);
}
