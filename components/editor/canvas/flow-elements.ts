import type { Edge, Node, NodeHandle } from "@xyflow/react";
import type { Rect } from "@/server/domain/workflow/frames";
import { edgeId, type WorkflowEdge, type WorkflowNode } from "@/server/domain/workflow/schema";
import { depthOf, framesOf } from "@/components/editor/frames";
import { nodesById, nodeSize, portOf, positionOf, type Graph, type Point } from "@/components/editor/graph";
import { nodeHandles, nodeHeight, type NodePort } from "@/components/editor/nodes/geometry";
import { hasInputHandle, portsToDraw } from "@/components/editor/nodes/node-ports";
import { titleOf } from "@/components/editor/nodes/node-title";
import type { FrameResize, Session } from "@/components/editor/store";

/** `frame` is an iteration or a loop, drawn around its body. */
export type FlowNode = Node<{ node: WorkflowNode; ports: readonly NodePort[] }, "workflow" | "frame">;
export type FlowEdge = Edge<{ label: string }, "workflow">;

type Selection = Pick<Session, "selectedNodeIds" | "selectedEdgeIds">;

type Size = Pick<Rect, "width" | "height">;

interface NodeShape {
  data: FlowNode["data"];
  handles: NodeHandle[];
  measured: Size;
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
      const frames = framesOf(graph);
      for (const node of graph.nodes) {
        const frame = frames.get(node.id);
        const shape = reuseShape(shapes.get(node.id), graph, node, frame);
        nextShapes.set(node.id, shape);
        next.set(
          node.id,
          reuseNode(nodes.get(node.id), node, shape, {
            position: frame ?? positionOf(node),
            isSelected: selection.selectedNodeIds.has(node.id),
            isFrame: frame !== undefined,
            depth: depthOf(graph, node),
          }),
        );
      }
      nodes = next;
      shapes = nextShapes;
      return [...next.values()];
    },
    edges(graph: Graph, selection: Selection): FlowEdge[] {
      const known = nodesById(graph);
      const next = new Map<string, FlowEdge>();
      for (const edge of graph.edges) {
        const source = known.get(edge.source);
        const target = known.get(edge.target);
        if (!source || !target) continue;
        const label = `${titleOf(source)} to ${titleOf(target)}`;
        const id = edgeId(edge);
        const zIndex = zIndexAt(Math.max(depthOf(graph, source), depthOf(graph, target)));
        next.set(
          id,
          reuseEdge(edges.get(id), id, edge, { label, zIndex, selected: selection.selectedEdgeIds.has(id) }),
        );
      }
      edges = next;
      return [...next.values()];
    },
  };
}

/** A body and its edges lie above the frame around them; a selected node lies above its neighbours in the same body. */
function zIndexAt(depth: number, isSelected = false): number {
  return depth * 2 + (isSelected ? 1 : 0);
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

/** The nodes with the frame whose border is being moved as large as the pointer has it. */
export function placeResized(nodes: FlowNode[], resize: FrameResize | null): FlowNode[] {
  if (!resize) return nodes;
  const { nodeId, width, height } = resize;
  return nodes.map((node) => {
    if (node.id !== nodeId) return node;
    const handles = nodeHandles(node.data.ports, hasInputHandle(node.data.node), width);
    return { ...node, width, height, measured: { width, height }, handles };
  });
}

function reuseShape(
  previous: NodeShape | undefined,
  graph: Graph,
  node: WorkflowNode,
  frame: Size | undefined,
): NodeShape {
  const ports = portsToDraw(graph, node);
  const hasPorts = previous !== undefined && hasSamePorts(previous.data.ports, ports);
  const hasSize = !frame || isSameSize(previous?.measured, frame);
  if (hasPorts && hasSize && previous.data.node === node) return previous;
  const isSameShape = hasPorts && hasSize && previous.data.node.type === node.type;
  return {
    // The card is rendered for its own change alone: a frame that grows with its body keeps what it shows.
    data: hasPorts && previous.data.node === node ? previous.data : { node, ports },
    handles: isSameShape ? previous.handles : nodeHandles(ports, hasInputHandle(node), frame?.width),
    measured: isSameShape ? previous.measured : sizeOf(ports, frame),
  };
}

function sizeOf(ports: readonly NodePort[], frame: Size | undefined): Size {
  if (frame) return { width: frame.width, height: frame.height };
  return { width: nodeSize.width, height: nodeHeight(ports) };
}

function isSameSize(a: Size | undefined, b: Size): boolean {
  return a?.width === b.width && a.height === b.height;
}

function hasSamePorts(a: readonly NodePort[], b: readonly NodePort[]): boolean {
  return a === b || (a.length === b.length && a.every((port, index) => isSamePort(port, b[index])));
}

function isSamePort(a: NodePort, b: NodePort | undefined): boolean {
  return a.id === b?.id && a.label === b.label && a.isMissing === b.isMissing;
}

interface Placed {
  position: Point;
  isSelected: boolean;
  isFrame: boolean;
  /** How many frames it lies in. */
  depth: number;
}

function reuseNode(
  previous: FlowNode | undefined,
  node: WorkflowNode,
  shape: NodeShape,
  { position, isSelected, isFrame, depth }: Placed,
): FlowNode {
  const zIndex = zIndexAt(depth, isSelected && !isFrame);
  if (
    previous?.data === shape.data &&
    previous.measured === shape.measured &&
    previous.selected === isSelected &&
    previous.zIndex === zIndex &&
    previous.position.x === position.x &&
    previous.position.y === position.y
  ) {
    return previous;
  }
  return {
    id: node.id,
    type: isFrame ? "frame" : "workflow",
    position: { x: position.x, y: position.y },
    data: shape.data,
    selected: isSelected,
    zIndex,
    width: shape.measured.width,
    height: shape.measured.height,
    measured: shape.measured,
    handles: shape.handles,
    ariaLabel: `${titleOf(node)} node`,
    ...(isFrame ? frameProps : {}),
  };
}

/** A frame is taken by its head; where it is empty the pointer meets the canvas, which pans, selects and has a menu. */
const frameProps = { dragHandle: ".frame-head", style: { pointerEvents: "none" } } as const;

function reuseEdge(
  previous: FlowEdge | undefined,
  id: string,
  edge: WorkflowEdge,
  { label, zIndex, selected }: { label: string; zIndex: number; selected: boolean },
): FlowEdge {
  const isSame =
    previous?.selected === selected &&
    previous.data?.label === label &&
    previous.zIndex === zIndex &&
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
    zIndex,
    data: { label },
    ariaLabel: `Edge from ${label}`,
  };
}
