"use client";

import { useEffect, useRef } from "react";
import { useTheme } from "next-themes";
import { ViewportPortal } from "@xyflow/react";
import type { FlowEdge, FlowNode } from "./flow-elements";
import { edgeLines, graphBounds, type Line, type Rect } from "./far-geometry";

const maxPixels = 3072;
const pixelsPerUnit = 0.4;
const lineWidth = 5;

/**
 * All edges as one drawing, for a graph seen from far. It is drawn when the graph or a place in it changes; panning and zooming
 * only move the finished picture, which is what makes them cheap with a thousand edges.
 */
export function FarEdges({ nodes, edges }: { nodes: readonly FlowNode[]; edges: readonly FlowEdge[] }) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const { resolvedTheme } = useTheme();
  const bounds = graphBounds(nodes);

  useEffect(() => {
    const canvas = canvasRef.current;
    if (canvas) draw(canvas, graphBounds(nodes), edgeLines(nodes, edges));
  }, [nodes, edges, resolvedTheme]);

  return (
    <ViewportPortal>
      <canvas
        ref={canvasRef}
        aria-hidden
        className="pointer-events-none absolute -z-10 text-neutral-8"
        style={{ left: bounds.x, top: bounds.y, width: bounds.width, height: bounds.height }}
      />
    </ViewportPortal>
  );
}

function draw(canvas: HTMLCanvasElement, bounds: Rect, lines: readonly Line[]): void {
  const scale = Math.min(pixelsPerUnit, maxPixels / Math.max(bounds.width, bounds.height, 1));
  canvas.width = Math.max(1, Math.round(bounds.width * scale));
  canvas.height = Math.max(1, Math.round(bounds.height * scale));
  const context = canvas.getContext("2d");
  if (!context) return;
  context.scale(scale, scale);
  context.translate(-bounds.x, -bounds.y);
  context.strokeStyle = getComputedStyle(canvas).color;
  context.lineWidth = lineWidth;
  context.lineJoin = "round";
  context.beginPath();
  for (const { from, to } of lines) {
    const middle = (from.x + to.x) / 2;
    context.moveTo(from.x, from.y);
    context.lineTo(middle, from.y);
    context.lineTo(middle, to.y);
    context.lineTo(to.x, to.y);
  }
  context.stroke();
}
