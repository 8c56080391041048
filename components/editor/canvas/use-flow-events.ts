"use client";

import { useMemo } from "react";
import {
  useReactFlow,
  type Connection,
  type EdgeChange,
  type FinalConnectionState,
  type NodeChange,
  type ReactFlowProps,
} from "@xyflow/react";
import { defaultPort } from "@/server/domain/nodes/definition";
import { connectNodes } from "@/components/editor/commands/connect-nodes";
import { moveNodes } from "@/components/editor/commands/move-nodes";
import { reconnectEdge } from "@/components/editor/commands/reconnect-edge";
import { refuseConnection, type ConnectionRequest } from "@/components/editor/connection-rules";
import { edgeById, nodeSize, type Point } from "@/components/editor/graph";
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

  return useMemo(
    () => ({
      onNodesChange: (changes) => {
        applyPositions(store, changes);
        applySelection(store, changes, "selectedNodeIds");
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
        const request = pickerFor(event, state, flow.screenToFlowPosition);
        if (request) store.updateSession({ picker: request });
      },
      onReconnect: (edge, connection) =>
        store.commit((graph) => reconnectEdge(graph, { edgeId: edge.id, ...requestOf(connection) })),
    }),
    [store, flow],
  );
}

function requestOf(connection: Connection | FlowEdge): ConnectionRequest {
  return { source: connection.source, port: connection.sourceHandle ?? defaultPort, target: connection.target };
}

/** A drag stays in the session until it stops; a move by the arrow keys is committed at once, one step per series. */
function applyPositions(store: EditorStore, changes: readonly NodeChange<FlowNode>[]): void {
  const moved = new Map<string, Point>();
  let isDragging = false;
  for (const change of changes) {
    if (change.type !== "position" || !change.position) continue;
    moved.set(change.id, change.position);
    isDragging ||= change.dragging === true;
  }
  if (moved.size === 0) return;
  const { drag, isReadOnly } = store.getState().session;
  if (isReadOnly) return;
  if (isDragging) {
    store.updateSession({ drag: new Map([...(drag ?? []), ...moved]) });
    return;
  }
  if (!drag) store.mark("nudge");
  store.commit((graph) => moveNodes(graph, moved));
  if (drag) store.updateSession({ drag: null });
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
