"use client";

import { useReactFlow } from "@xyflow/react";
import { useMemo } from "react";
import type { NodeKind } from "@/server/domain/workflow/schema";
import { addNode } from "@/components/editor/commands/add-node";
import { deleteElements } from "@/components/editor/commands/delete-elements";
import { duplicateNodes } from "@/components/editor/commands/duplicate-nodes";
import { insertNodeOnEdge } from "@/components/editor/commands/insert-node-on-edge";
import { pasteNodes } from "@/components/editor/commands/paste-nodes";
import { tidyLayout } from "@/components/editor/commands/tidy-layout";
import { nextNodeId } from "@/server/domain/workflow/next-node-id";
import { fragmentOf, parseFragment } from "@/components/editor/fragment";
import {
  addedNodeIds,
  edgeById,
  nodeSize,
  nodesById,
  positionOf,
  type Graph,
  type Point,
  edgesFrom,
  portOf,
} from "@/components/editor/graph";
import {
  bodyOf,
  firstPlaceIn,
  frameAt,
  initialSizeOf,
  rectOf,
  refuseNewIn,
  withBodies,
} from "@/components/editor/frames";
import { containerKindOf } from "@/server/domain/workflow/containers";
import { nodeHeight } from "@/components/editor/nodes/geometry";
import { portsToDraw } from "@/components/editor/nodes/node-ports";
import type { Command, EditorStore, PickerRequest } from "@/components/editor/store";
import { useEditorStore } from "@/components/editor/store-context";

const fitOptions = { padding: 0.12, maxZoom: 1, duration: 200 };
const pasteOffset = 40;

/** Everything a person can do on the canvas, whatever it was asked with: pointer, key, menu or palette. */
export function useCanvasActions() {
  const store = useEditorStore();
  const flow = useReactFlow();

  return useMemo(() => {
    const fit = () => void flow.fitView(fitOptions);
    const centre = (): Point => {
      const pane = document.querySelector(".signalbox-canvas")?.getBoundingClientRect();
      if (!pane) return { x: 0, y: 0 };
      return flow.screenToFlowPosition({ x: pane.left + pane.width / 2, y: pane.top + pane.height / 2 });
    };

    return {
      fit,
      zoomIn: () => void flow.zoomIn({ duration: 150 }),
      zoomOut: () => void flow.zoomOut({ duration: 150 }),
      /**
       * Puts a node of this kind on the canvas and selects it. Without a place it follows the selected node where that one's
       * first way out is open, goes into it where it is an empty frame, and otherwise to the middle of the view.
       */
      add(kind: NodeKind, at?: Point) {
        const after = at || kind === "start" ? null : openEndOfSelection(store);
        if (after) return this.pick(kind, { at: after.position, position: after.position, join: after.join });
        this.pick(kind, { at: { x: 0, y: 0 }, position: at ?? offsetToCorner(centre()), join: { type: "none" } });
      },
      insertOnEdge(kind: NodeKind, edgeId: string) {
        commitAndSelectNew(store, (graph) => insertNodeOnEdge(graph, { edgeId, id: nextNodeId(graph, kind), kind }));
      },
      /** Adds the node that the picker was opened for. */
      pick(kind: NodeKind, request: PickerRequest) {
        const { join } = request;
        if (join.type === "edge") return this.insertOnEdge(kind, join.edgeId);
        const { graph } = store.getState();
        const after = join.type === "port" ? { nodeId: join.nodeId, port: join.port } : undefined;
        const parentId = after
          ? nodesById(graph).get(after.nodeId)?.parent_id
          : frameFor(graph, kind, request.position);
        const position = freePlace(graph, kind, request.position, parentId);
        commitAndSelectNew(store, (before) =>
          addNode(before, { id: nextNodeId(before, kind), kind, position, parentId, ...(after ? { after } : {}) }),
        );
      },
      /** Deletes what is selected; where that takes away what lies inside it, the person is asked first. */
      deleteSelection() {
        const { graph, session } = store.getState();
        const { selectedNodeIds: nodeIds, selectedEdgeIds: edgeIds, isReadOnly } = session;
        const insideCount = withBodies(graph, nodeIds).size - nodeIds.size;
        if (insideCount > 0 && !isReadOnly) store.updateSession({ deletion: { nodeIds, edgeIds, insideCount } });
        else store.commit((before) => deleteElements(before, { nodeIds, edgeIds }));
      },
      duplicateSelection() {
        commitAndSelectNew(store, (graph) => duplicateNodes(graph, store.getState().session.selectedNodeIds));
      },
      selectAll() {
        const { graph } = store.getState();
        store.select({ nodeIds: graph.nodes.map((node) => node.id) });
      },
      /** The selected nodes as text for the clipboard, or null when none are selected. */
      copySelection(): string | null {
        const { graph, session } = store.getState();
        const fragment = fragmentOf(graph, session.selectedNodeIds);
        return fragment.nodes.length > 0 ? JSON.stringify(fragment, null, 2) : null;
      },
      /** Pastes nodes from a clipboard text; false when the text is something else. */
      paste(text: string, at?: Point): boolean {
        const fragment = parseFragment(text);
        const first = fragment?.nodes[0];
        if (!fragment || !first) return false;
        const corner = at ?? { x: positionOf(first).x + pasteOffset, y: positionOf(first).y + pasteOffset };
        const place = freeCorner(store, corner);
        const parentId = frameAt(store.getState().graph, middleOf(place));
        commitAndSelectNew(store, (graph) =>
          pasteNodes(graph, { fragment, at: place, ...(parentId === undefined ? {} : { parentId }) }),
        );
        return true;
      },
      tidy() {
        store.commit((graph) =>
          tidyLayout(graph, (id) => {
            const node = nodesById(graph).get(id);
            return node && nodeHeight(portsToDraw(graph, node));
          }),
        );
        requestAnimationFrame(fit);
      },
      /** Selects a node or an edge and brings it to the middle of the view. */
      focus(target: { nodeId: string } | { edgeId: string }) {
        const { graph } = store.getState();
        if ("edgeId" in target) {
          store.select({ edgeIds: [target.edgeId] });
          const edge = edgeById(graph, target.edgeId);
          if (edge)
            void flow.fitView({
              nodes: [{ id: edge.source }, { id: edge.target }],
              maxZoom: 1,
              padding: 0.4,
              duration: 200,
            });
          return;
        }
        const node = nodesById(graph).get(target.nodeId);
        if (!node) return;
        store.select({ nodeIds: [target.nodeId] });
        const { x, y, width, height } = rectOf(graph, node);
        if (width > nodeSize.width) {
          void flow.fitBounds({ x, y, width, height }, { padding: 0.2, duration: 200 });
          return;
        }
        const zoom = Math.max(flow.getZoom(), 0.75);
        void flow.setCenter(x + width / 2, y + height / 2, { zoom, duration: 200 });
      },
    };
  }, [store, flow]);
}

export type CanvasActions = ReturnType<typeof useCanvasActions>;

function commitAndSelectNew(store: EditorStore, command: Command): void {
  const before = store.getState().graph;
  store.commit(command);
  const after = store.getState().graph;
  if (after !== before) store.select({ nodeIds: addedNodeIds(before, after) });
}

/** The first way out of the only selected node, while nothing follows it, or the room inside it while it is an empty frame. */
function openEndOfSelection(store: EditorStore): Pick<PickerRequest, "position" | "join"> | null {
  const { graph, session } = store.getState();
  const [nodeId, ...others] = session.selectedNodeIds;
  const node = nodeId === undefined ? undefined : nodesById(graph).get(nodeId);
  const port = node && portsToDraw(graph, node)[0];
  if (!node || others.length > 0) return null;
  const { x, y, width } = rectOf(graph, node);
  if (containerKindOf(node) && bodyOf(graph, node.id).length === 0) {
    return { position: firstPlaceIn({ x, y }), join: { type: "none" } };
  }
  if (!port || port.isMissing || edgesFrom(graph, node.id).some((edge) => portOf(edge) === port.id)) return null;
  return {
    position: { x: x + width + nodeSize.gapX, y },
    join: { type: "port", nodeId: node.id, port: port.id },
  };
}

function offsetToCorner(point: Point): Point {
  return { x: point.x - nodeSize.width / 2, y: point.y - nodeSize.height / 2 };
}

function middleOf(corner: Point): Point {
  return { x: corner.x + nodeSize.width / 2, y: corner.y + nodeSize.height / 2 };
}

/** The frame that a new node at this place lies in; a kind that may not lie there goes outside of all. */
function frameFor(graph: Graph, kind: NodeKind, corner: Point): string | undefined {
  const id = frameAt(graph, middleOf(corner));
  return id !== undefined && refuseNewIn(graph, kind, id) === null ? id : undefined;
}

/** The place asked for, or the next one below it where no node of the same body lies. */
function freePlace(graph: Graph, kind: NodeKind, wanted: Point, parentId: string | undefined): Point {
  const { width, height } = initialSizeOf(kind);
  const neighbours = graph.nodes.filter((node) => node.parent_id === parentId).map((node) => rectOf(graph, node));
  const isTaken = ({ x, y }: Point) =>
    neighbours.some(
      (other) => x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height,
    );
  let place = wanted;
  for (let attempt = 0; attempt < 50 && isTaken(place); attempt += 1) {
    place = { x: place.x, y: place.y + nodeSize.height + nodeSize.gapY };
  }
  return place;
}

/** Repeated pastes step down and to the right, so that no copy hides another. */
function freeCorner(store: EditorStore, wanted: Point): Point {
  const { nodes } = store.getState().graph;
  let corner = wanted;
  const isTaken = ({ x, y }: Point) =>
    nodes.some((node) => positionOf(node).x === Math.round(x) && positionOf(node).y === Math.round(y));
  for (let attempt = 0; attempt < 50 && isTaken(corner); attempt += 1) {
    corner = { x: corner.x + pasteOffset, y: corner.y + pasteOffset };
  }
  return corner;
}
