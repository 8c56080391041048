"use client";

import { useEffect, useLayoutEffect, useRef, type PointerEvent } from "react";
import { useTheme } from "next-themes";
import { useReactFlow, useStoreApi, type ReactFlowState } from "@xyflow/react";
import { resolveKind } from "@/server/domain/nodes/registry";
import { kindAppearance } from "@/components/kinds/kind-appearance";
import type { FlowNode } from "./flow-elements";
import { graphBounds, type Rect } from "./far-geometry";

const width = 176;
const height = 104;
/** Part of the map that the graph fills; the rest lets the frame show where it goes beyond. */
const fill = 0.8;

/** The whole graph small, with the part in view framed; press or drag to go there. Drawn once per change of the graph. */
export function Minimap({ nodes }: { nodes: readonly FlowNode[] }) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const { resolvedTheme } = useTheme();
  const flow = useReactFlow();
  const { bounds, scale } = minimapView(nodes);

  useEffect(() => {
    if (canvasRef.current) draw(canvasRef.current, nodes);
  }, [nodes, resolvedTheme]);

  const goTo = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons !== 1 && event.type !== "pointerdown") return;
    const area = event.currentTarget.getBoundingClientRect();
    void flow.setCenter(bounds.x + (event.clientX - area.left) / scale, bounds.y + (event.clientY - area.top) / scale, {
      zoom: flow.getZoom(),
    });
  };

  return (
    <div
      aria-hidden
      data-slot="minimap"
      className="relative overflow-hidden rounded-lg border border-border bg-card"
      style={{ width, height }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        goTo(event);
      }}
      onPointerMove={goTo}
    >
      <canvas ref={canvasRef} className="size-full" />
      <Frame bounds={bounds} scale={scale} />
    </div>
  );
}

/** The part in view. It follows the canvas without React, which would have to render it in every frame of a gesture. */
function Frame({ bounds, scale }: { bounds: Rect; scale: number }) {
  const store = useStoreApi();
  const frame = useRef<HTMLDivElement>(null);
  const { x: left, y: top } = bounds;

  useLayoutEffect(() => {
    const place = ({ transform: [x, y, zoom], width: paneWidth, height: paneHeight }: ReactFlowState) => {
      if (!frame.current) return;
      const { style } = frame.current;
      style.width = `${(paneWidth / zoom) * scale}px`;
      style.height = `${(paneHeight / zoom) * scale}px`;
      style.transform = `translate(${(-x / zoom - left) * scale}px, ${(-y / zoom - top) * scale}px)`;
    };
    place(store.getState());
    return store.subscribe(place);
  }, [store, left, top, scale]);

  return (
    <div
      ref={frame}
      className="absolute top-0 left-0 rounded-sm border border-foreground/60 bg-foreground/5 will-change-transform"
    />
  );
}

/** The part of the canvas that the map covers, with the graph in its middle, and the map's pixels per canvas unit. */
function minimapView(nodes: readonly FlowNode[]): { bounds: Rect; scale: number } {
  const graph = graphBounds(nodes);
  const scale = fill * Math.min(width / Math.max(graph.width, 1), height / Math.max(graph.height, 1), 0.15);
  const size = { width: width / scale, height: height / scale };
  const x = graph.x + (graph.width - size.width) / 2;
  const y = graph.y + (graph.height - size.height) / 2;
  return { bounds: { x, y, ...size }, scale };
}

function draw(canvas: HTMLCanvasElement, nodes: readonly FlowNode[]): void {
  const { bounds, scale } = minimapView(nodes);
  canvas.width = width * window.devicePixelRatio;
  canvas.height = height * window.devicePixelRatio;
  const context = canvas.getContext("2d");
  if (!context) return;
  const mark = getComputedStyle(canvas).getPropertyValue("--tile-mark");
  context.scale(scale * window.devicePixelRatio, scale * window.devicePixelRatio);
  context.translate(-bounds.x, -bounds.y);
  for (const node of nodes) {
    const kind = resolveKind(node.data.node.type);
    context.fillStyle = kind ? `oklch(${mark} ${kindAppearance[kind].hue})` : "gray";
    context.fillRect(node.position.x, node.position.y, node.width ?? 0, node.height ?? 0);
  }
}
