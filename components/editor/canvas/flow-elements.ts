import type { Edge, Node, NodeHandle } from "@xyflow/react";
import { edgeId, type WorkflowEdge, type WorkflowNode } from "@/server/domain/workflow/schema";
import { nodeSize, portOf, positionOf, type Graph, type Point } from "@/components/editor/graph";
import { nodeHandles, nodeHeight, type NodePort } from "@/components/editor/nodes/geometry";
import { hasInputHandle, portsToDraw } from "@/components/editor/nodes/node-ports";
import { titleOf } from "@/components/editor/nodes/node-title";
import type { Session } from "@/components/editor/store";

export type FlowNode = Node<{ node: WorkflowNode; ports: readonly NodePort[] }, "workflow">;
export type FlowEdge = Edge<{ label: string }, "workflow">;

type Selection = Pick<Session, "selectedNodeIds" | "selectedEdgeIds">;

interface NodeShape {
  data: FlowNode["data"];
  handles: NodeHandle[];
  measured: { width: number; height: number };
}

/**
 * Turns the graph and the session into what the canvas draws. An element whose own part has not changed is the very same
 * object as before, so a drag of one node or a selection makes new objects for the nodes concerned alone.
 */
export function createFlowElements() {
  let nodes = new Map<string, FlowNode>();
  let edges = new Map<string, FlowEdge>();
  let shapes = new Map<string, NodeShape>();

  return {
    nodes(graph: Graph, selection: Selection): FlowNode[] {
      const next = new Map<string, FlowNode>();
      const nextShapes = new Map<string, NodeShape>();
      for (const node of graph.nodes) {
        const shape = reuseShape(shapes.get(node.id), graph, node);
        nextShapes.set(node.id, shape);
        const position = positionOf(node);
        next.set(node.id, reuseNode(nodes.get(node.id), node, shape, position, selection.selectedNodeIds.has(node.id)));
      }
      nodes = next;
      shapes = nextShapes;
      return [...next.values()];
    },
    edges(graph: Graph, selection: Selection): FlowEdge[] {
      const titles = new Map(graph.nodes.map((node) => [node.id, titleOf(node)]));
      const next = new Map<string, FlowEdge>();
      for (const edge of graph.edges) {
        if (!titles.has(edge.source) || !titles.has(edge.target)) continue;
        const label = `${titles.get(edge.source)} to ${titles.get(edge.target)}`;
        const id = edgeId(edge);
        next.set(id, reuseEdge(edges.get(id), id, edge, label, selection.selectedEdgeIds.has(id)));
      }
      edges = next;
      return [...next.values()];
    },
  };
}

const places = new WeakMap<readonly FlowNode[], ReadonlyMap<string, number>>();

/**
 * The nodes with the dragged ones where the pointer has them. Called for every movement of the pointer, so it makes new
 * objects for the dragged nodes only and looks at no other.
 */
export function placeDragged(nodes: FlowNode[], drag: ReadonlyMap<string, Point> | null): FlowNode[] {
  if (!drag) return nodes;
  let index = places.get(nodes);
  if (!index) {
    index = new Map(nodes.map((node, at) => [node.id, at]));
    places.set(nodes, index);
  }
  const placed = nodes.slice();
  for (const [id, position] of drag) {
    const at = index.get(id);
    const node = at === undefined ? undefined : nodes[at];
    if (at !== undefined && node) placed[at] = { ...node, position };
  }
  return placed;
}

function reuseShape(previous: NodeShape | undefined, graph: Graph, node: WorkflowNode): NodeShape {
  const ports = portsToDraw(graph, node);
  if (previous?.data.node === node && hasSamePorts(previous.data.ports, ports)) return previous;
  const isSameShape =
    previous !== undefined && hasSamePorts(previous.data.ports, ports) && previous.data.node.type === node.type;
  return {
    data: { node, ports },
    handles: isSameShape ? previous.handles : nodeHandles(ports, hasInputHandle(node)),
    measured: isSameShape ? previous.measured : { width: nodeSize.width, height: nodeHeight(ports) },
  };
}

function hasSamePorts(a: readonly NodePort[], b: readonly NodePort[]): boolean {
  return a === b || (a.length === b.length && a.every((port, index) => isSamePort(port, b[index])));
}

function isSamePort(a: NodePort, b: NodePort | undefined): boolean {
  return a.id === b?.id && a.label === b.label && a.isMissing === b.isMissing;
}

function reuseNode(
  previous: FlowNode | undefined,
  node: WorkflowNode,
  shape: NodeShape,
  position: Point,
  selected: boolean,
): FlowNode {
  if (
    previous?.data === shape.data &&
    previous.selected === selected &&
    previous.position.x === position.x &&
    previous.position.y === position.y
  ) {
    return previous;
  }
  return {
    id: node.id,
    type: "workflow",
    position,
    data: shape.data,
    selected,
    width: shape.measured.width,
    height: shape.measured.height,
    measured: shape.measured,
    handles: shape.handles,
    ariaLabel: `${titleOf(node)} node`,
  };
}

function reuseEdge(
  previous: FlowEdge | undefined,
  id: string,
  edge: WorkflowEdge,
  label: string,
  selected: boolean,
): FlowEdge {
  const isSame =
    previous?.selected === selected &&
    previous.data?.label === label &&
    previous.source === edge.source &&
    previous.target === edge.target &&
    previous.sourceHandle === portOf(edge);
  if (isSame) return previous;
  return {
    id,
    type: "workflow",
    source: edge.source,
    target: edge.target,
    sourceHandle: portOf(edge),
    selected,
    data: { label },
    ariaLabel: `Edge from ${label}`,
  };
}
