"use client";

import { useEffect, useRef, type PointerEvent } from "react";
import { useTheme } from "next-themes";
import { useReactFlow, useStore } from "@xyflow/react";
import { resolveKind } from "@/server/domain/nodes/registry";
import { kindAppearance } from "@/components/kinds/kind-appearance";
import type { FlowNode } from "./flow-elements";
import { graphBounds, type Rect } from "./far-geometry";

const width = 176;
const height = 112;

/** The whole graph small, with the part in view framed; press or drag to go there. Drawn once per change of the graph. */
export function Minimap({ nodes }: { nodes: readonly FlowNode[] }) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const { resolvedTheme } = useTheme();
  const flow = useReactFlow();
  const bounds = graphBounds(nodes);
  const scale = minimapScale(bounds);

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
      style={{ width: Math.max(1, bounds.width * scale), height: Math.max(1, bounds.height * scale) }}
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

function Frame({ bounds, scale }: { bounds: Rect; scale: number }) {
  const x = useStore((state) => -state.transform[0] / state.transform[2]);
  const y = useStore((state) => -state.transform[1] / state.transform[2]);
  const paneWidth = useStore((state) => state.width / state.transform[2]);
  const paneHeight = useStore((state) => state.height / state.transform[2]);
  return (
    <div
      className="absolute top-0 left-0 rounded-sm border border-foreground/60 bg-foreground/5"
      style={{
        width: paneWidth * scale,
        height: paneHeight * scale,
        transform: `translate(${(x - bounds.x) * scale}px, ${(y - bounds.y) * scale}px)`,
      }}
    />
  );
}

function minimapScale(bounds: Rect): number {
  return Math.min(width / Math.max(bounds.width, 1), height / Math.max(bounds.height, 1));
}

function draw(canvas: HTMLCanvasElement, nodes: readonly FlowNode[]): void {
  const bounds = graphBounds(nodes);
  const scale = minimapScale(bounds) * window.devicePixelRatio;
  canvas.width = Math.max(1, Math.round(bounds.width * scale));
  canvas.height = Math.max(1, Math.round(bounds.height * scale));
  const context = canvas.getContext("2d");
  if (!context) return;
  const mark = getComputedStyle(canvas).getPropertyValue("--tile-mark");
  context.scale(scale, scale);
  context.translate(-bounds.x, -bounds.y);
  for (const node of nodes) {
    const kind = resolveKind(node.data.node.type);
    context.fillStyle = kind ? `oklch(${mark} ${kindAppearance[kind].hue})` : "gray";
    context.fillRect(node.position.x, node.position.y, node.width ?? 0, node.height ?? 0);
  }
}
