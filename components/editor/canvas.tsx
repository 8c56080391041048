"use client";

import "@/components/editor/canvas/canvas.css";
import { useMemo, useRef, useState, type DragEvent } from "react";
import { ReactFlow, SelectionMode, useReactFlow, useStore, type Viewport } from "@xyflow/react";
import { nodeKinds } from "@/server/domain/workflow/schema";
import { useCanvasActions } from "@/components/editor/canvas/canvas-actions";
import { CanvasMenu } from "@/components/editor/canvas/canvas-menu";
import { CanvasToolbar } from "@/components/editor/canvas/canvas-toolbar";
import { DeleteBodyDialog } from "@/components/editor/canvas/delete-body-dialog";
import { DetailContext, farZoom } from "@/components/editor/canvas/detail-context";
import { DotGrid } from "@/components/editor/canvas/dot-grid";
import { EmptyCanvas } from "@/components/editor/canvas/empty-canvas";
import { FarEdges } from "@/components/editor/canvas/far-edges";
import { useFarEdges } from "@/components/editor/canvas/use-far-edges";
import { createFlowElements, placeDragged, placeResized } from "@/components/editor/canvas/flow-elements";
import { Minimap } from "@/components/editor/canvas/minimap";
import { NodePicker } from "@/components/editor/canvas/node-picker";
import { useFlowEvents } from "@/components/editor/canvas/use-flow-events";
import { WorkflowEdgeView } from "@/components/editor/canvas/workflow-edge";
import { frameAt } from "./frames";
import { nodeSize, positionOf, type Graph } from "./graph";
import { FrameNodeView } from "@/components/editor/nodes/frame-node";
import { WorkflowNodeView } from "@/components/editor/nodes/workflow-node";
import { draggedKind, paletteDragType } from "@/components/editor/panels/palette-drag";
import { useEditor, useEditorStore } from "./store-context";

const nodeTypes = { workflow: WorkflowNodeView, frame: FrameNodeView };
const edgeTypes = { workflow: WorkflowEdgeView };
/** A graph of this size is not seen at a glance any more; a smaller one has its map on demand. */
const mapFromNodes = 20;
const multiSelectionKeys = ["Shift", "Meta", "Control"];
const fitOptions = { padding: 0.12, maxZoom: 1 };
const panButtons = [0, 1];
const snapGrid: [number, number] = [8, 8];

interface CanvasProps {
  /** Where the person last looked; without it the whole graph is fitted in. */
  viewport?: Viewport;
  onViewportChange?: (viewport: Viewport) => void;
  /** A narrow screen shows and runs a workflow; it does not change it. */
  isCompact: boolean;
}

/** The board: draws the graph and the session, and turns gestures into commands. Must stand inside a ReactFlowProvider. */
export function Canvas({ viewport, onViewportChange, isCompact }: CanvasProps) {
  const actions = useCanvasActions();
  const flow = useReactFlow();
  const store = useEditorStore();
  const [elements] = useState(createFlowElements);
  const graph = useEditor((state) => state.graph);
  const drag = useEditor((state) => state.session.drag);
  const resize = useEditor((state) => state.session.resize);
  const selectedNodeIds = useEditor((state) => state.session.selectedNodeIds);
  const selectedEdgeIds = useEditor((state) => state.session.selectedEdgeIds);
  const isSnapping = useEditor((state) => state.session.isSnapping);
  const isReadOnly = useEditor((state) => state.session.isReadOnly) || isCompact;
  const [opening] = useState(() => viewport ?? (isCompact ? compactViewport(graph) : undefined));
  const isFar = useStore((state) => state.transform[2] < farZoom);
  const events = useFlowEvents();
  const board = useRef<HTMLElement>(null);
  const [isMapOpen, setMapOpen] = useState(() => graph.nodes.length > mapFromNodes);

  const still = useMemo(
    () => elements.nodes(graph, { selectedNodeIds, selectedEdgeIds }),
    [elements, graph, selectedNodeIds, selectedEdgeIds],
  );
  const edges = useMemo(
    () => elements.edges(graph, { selectedNodeIds, selectedEdgeIds }),
    [elements, graph, selectedNodeIds, selectedEdgeIds],
  );
  const nodes = placeResized(placeDragged(still, drag), resize);
  const far = useFarEdges(isFar, edges, drag);

  const aimAtFrame = (dropFrameId: string | null) => {
    if (store.getState().session.dropFrameId !== dropFrameId) store.updateSession({ dropFrameId });
  };
  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes(paletteDragType)) return;
    event.preventDefault();
    aimAtFrame(frameAt(graph, flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })) ?? null);
  };
  const onDrop = (event: DragEvent) => {
    aimAtFrame(null);
    const kind = draggedKind(event.dataTransfer.getData(paletteDragType), nodeKinds);
    if (!kind) return;
    event.preventDefault();
    const edgeId = edgeAt(event);
    if (edgeId) return actions.insertOnEdge(kind, edgeId);
    const { x, y } = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    actions.add(kind, { x: x - nodeSize.width / 2, y: y - nodeSize.height / 2 });
  };

  return (
    <DetailContext value={isFar ? "far" : "near"}>
      <CanvasMenu actions={actions} toFlow={flow.screenToFlowPosition}>
        <section
          ref={board}
          aria-label="Canvas"
          className="relative size-full select-none"
          data-detail={isFar ? "far" : "near"}
        >
          <ReactFlow
            className="signalbox-canvas"
            nodes={nodes}
            edges={far?.moving ?? edges}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            {...events}
            onDragOver={onDragOver}
            onDragLeave={() => aimAtFrame(null)}
            onDrop={onDrop}
            {...(opening ? { defaultViewport: opening } : { fitView: true, fitViewOptions: fitOptions })}
            onMoveStart={() => board.current?.setAttribute("data-moving", "")}
            onMoveEnd={(_, next) => {
              board.current?.removeAttribute("data-moving");
              onViewportChange?.(next);
            }}
            minZoom={0.05}
            maxZoom={2}
            onlyRenderVisibleElements
            nodesDraggable={!isReadOnly}
            nodesConnectable={!isReadOnly}
            edgesReconnectable={!isReadOnly}
            connectOnClick={false}
            connectionRadius={28}
            nodeDragThreshold={2}
            deleteKeyCode={null}
            multiSelectionKeyCode={multiSelectionKeys}
            selectionMode={SelectionMode.Partial}
            zIndexMode="manual"
            panOnDrag={panButtons}
            snapToGrid={isSnapping}
            snapGrid={snapGrid}
          >
            <DotGrid />
            {far ? <FarEdges nodes={still} edges={far.still} /> : null}
          </ReactFlow>
          {graph.nodes.length === 0 && !isReadOnly ? <EmptyCanvas actions={actions} /> : null}
          <div className="absolute bottom-3 left-3 z-10 flex flex-col items-start gap-2">
            {isMapOpen && !isCompact && still.length > 1 ? <Minimap nodes={still} /> : null}
            <CanvasToolbar actions={actions} isMapOpen={isMapOpen} onMapOpenChange={setMapOpen} />
          </div>
        </section>
      </CanvasMenu>
      <NodePicker actions={actions} />
      <DeleteBodyDialog />
    </DetailContext>
  );
}

/** The edge under a dropped palette entry: the node is inserted there. */
function edgeAt(event: DragEvent): string | null {
  const element = document.elementFromPoint(event.clientX, event.clientY);
  return element?.closest(".react-flow__edge")?.getAttribute("data-id") ?? null;
}

/** A phone begins at the first node, large enough to read; the rest is a swipe away. */
function compactViewport(graph: Graph): Viewport | undefined {
  const first = graph.nodes[0];
  if (!first) return undefined;
  const zoom = 0.8;
  const { x, y } = positionOf(first);
  return { x: 24 - x * zoom, y: 200 - y * zoom, zoom };
}
