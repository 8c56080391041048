"use client";

import { useMemo } from "react";
import {
  useReactFlow,
  useStoreApi,
  type Connection,
  type EdgeChange,
  type FinalConnectionState,
  type NodeChange,
  type ReactFlowProps,
} from "@xyflow/react";
import { toast } from "@/components/ui/toast";
import { defaultPort } from "@/server/domain/nodes/definition";
import { connectNodes } from "@/components/editor/commands/connect-nodes";
import { carryBodies, dropNodes, frameUnder } from "@/components/editor/commands/drop-nodes";
import { moveNodes } from "@/components/editor/commands/move-nodes";
import { reconnectEdge } from "@/components/editor/commands/reconnect-edge";
import { refuseConnection, type ConnectionRequest } from "@/components/editor/connection-rules";
import { framesOf, refuseParent, withBodies } from "@/components/editor/frames";
import { edgeById, nodesById, nodeSize, type Graph, type Point } from "@/components/editor/graph";
import type { EditorStore, PickerRequest } from "@/components/editor/store";
import { useEditorStore } from "@/components/editor/store-context";
import type { FlowEdge, FlowNode } from "./flow-elements";

type FlowEvents = Pick<
  ReactFlowProps<FlowNode, FlowEdge>,
  "onNodesChange" | "onEdgesChange" | "isValidConnection" | "onConnect" | "onConnectEnd" | "onReconnect"
>;

/** Translates what the canvas library reports into session changes and commands. */
export function useFlowEvents(): FlowEvents {
  const store = useEditorStore();
  const flow = useReactFlow();
  const pane = useStoreApi();

  return useMemo(
    () => ({
      onNodesChange: (changes) => {
        applyPositions(store, changes);
        applySelection(store, withoutFramesAround(store, changes, pane), "selectedNodeIds");
      },
      onEdgesChange: (changes) => applySelection(store, changes, "selectedEdgeIds"),
      isValidConnection: (connection) => {
        const { graph } = store.getState();
        const request = requestOf(connection);
        // An edge being moved must not count as its own duplicate: the rules see its old place as free.
        const moved = "id" in connection && connection.id ? edgeById(graph, connection.id) : undefined;
        const others = moved ? { ...graph, edges: graph.edges.filter((edge) => edge !== moved) } : graph;
        return refuseConnection(others, request) === null;
      },
      onConnect: (connection) => store.commit((graph) => connectNodes(graph, requestOf(connection))),
      onConnectEnd: (event, state) => {
        const refusal = refusalOf(store, state);
        if (refusal) toast.note("Not connected.", { description: refusal });
        const request = pickerFor(event, state, flow.screenToFlowPosition);
        if (request) store.updateSession({ picker: request });
      },
      onReconnect: (edge, connection) =>
        store.commit((graph) => reconnectEdge(graph, { edgeId: edge.id, ...requestOf(connection) })),
    }),
    [store, flow, pane],
  );
}

/** Why the connection that was let go over a way in is not drawn. */
function refusalOf(store: EditorStore, { isValid, fromHandle, fromNode, toHandle, toNode }: FinalConnectionState) {
  if (isValid !== false || fromHandle?.type !== "source" || toHandle?.type !== "target" || !fromNode || !toNode)
    return null;
  const request = { source: fromNode.id, port: fromHandle.id ?? defaultPort, target: toNode.id };
  return refuseConnection(store.getState().graph, request);
}

function requestOf(connection: Connection | FlowEdge): ConnectionRequest {
  return { source: connection.source, port: connection.sourceHandle ?? defaultPort, target: connection.target };
}

/**
 * A drag stays in the session until it stops; a move by the arrow keys is committed at once, one step per series, and does not
 * change what a node lies in.
 */
function applyPositions(store: EditorStore, changes: readonly NodeChange<FlowNode>[]): void {
  const moved = new Map<string, Point>();
  let isDragging = false;
  for (const change of changes) {
    if (change.type !== "position" || !change.position) continue;
    moved.set(change.id, change.position);
    isDragging ||= change.dragging === true;
  }
  if (moved.size === 0) return;
  const { graph, session } = store.getState();
  const { drag, isReadOnly } = session;
  if (isReadOnly) return;
  if (isDragging) {
    store.updateSession({
      drag: new Map([...(drag ?? []), ...carryBodies(graph, moved)]),
      dropFrameId: dropFrameOf(graph, moved),
    });
    return;
  }
  if (!drag) {
    store.mark("nudge");
    store.commit((before) => moveNodes(before, carryBodies(before, moved)));
    return;
  }
  store.commit((before) => dropNodes(before, moved));
  store.updateSession({ drag: null, dropFrameId: null });
  const lost = graph.edges.length - store.getState().graph.edges.length;
  if (lost > 0) {
    toast.note(lost === 1 ? "An edge was taken away." : `${lost} edges were taken away.`, {
      description: "An edge can not cross the border of an iteration or a loop.",
      action: { label: "Undo", onClick: store.undo },
    });
  }
}

/** The frame that the dragged nodes would lie in and do not lie in yet. */
function dropFrameOf(graph: Graph, moved: ReadonlyMap<string, Point>): string | null {
  if (framesOf(graph).size === 0) return null;
  const moving = withBodies(graph, moved.keys());
  const nodes = nodesById(graph);
  for (const [id, position] of moved) {
    const parent = nodes.get(id)?.parent_id;
    if (parent !== undefined && moving.has(parent)) continue;
    const target = frameUnder(graph, id, position, moving);
    if (target !== undefined && target !== parent && refuseParent(graph, id, target) === null) return target;
  }
  return null;
}

/** A box that is drawn inside a frame chooses from its body, and not the frame as well. */
function withoutFramesAround(
  store: EditorStore,
  changes: readonly NodeChange<FlowNode>[],
  pane: ReturnType<typeof useStoreApi>,
): readonly NodeChange<FlowNode>[] {
  const { userSelectionRect: box } = pane.getState();
  if (!box) return changes;
  const frames = framesOf(store.getState().graph);
  const isAround = (id: string) => {
    const frame = frames.get(id);
    const { startX: x, startY: y } = box;
    return (
      frame !== undefined && x >= frame.x && x <= frame.x + frame.width && y >= frame.y && y <= frame.y + frame.height
    );
  };
  return changes.filter((change) => change.type !== "select" || !change.selected || !isAround(change.id));
}

function applySelection(
  store: EditorStore,
  changes: readonly (NodeChange<FlowNode> | EdgeChange<FlowEdge>)[],
  list: "selectedNodeIds" | "selectedEdgeIds",
): void {
  const current = store.getState().session[list];
  const next = new Set(current);
  let hasChanged = false;
  for (const change of changes) {
    if (change.type !== "select") continue;
    hasChanged = true;
    if (change.selected) next.add(change.id);
    else next.delete(change.id);
  }
  if (hasChanged) store.updateSession({ [list]: next });
}

/** A connection dropped on the empty canvas asks what should stand there. */
function pickerFor(
  event: MouseEvent | TouchEvent,
  state: FinalConnectionState,
  toFlow: (point: Point) => Point,
): PickerRequest | null {
  if (state.isValid !== null || state.toNode || state.fromHandle?.type !== "source" || !state.fromNode) return null;
  const pointer = "changedTouches" in event ? event.changedTouches[0] : event;
  if (!pointer) return null;
  const at = { x: pointer.clientX, y: pointer.clientY };
  const place = toFlow(at);
  return {
    at,
    position: { x: place.x, y: place.y - nodeSize.height / 2 },
    join: { type: "port", nodeId: state.fromNode.id, port: state.fromHandle.id ?? defaultPort },
  };
}
