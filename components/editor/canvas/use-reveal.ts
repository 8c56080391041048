"use client";

import { useEffect } from "react";
import { useReactFlow, useStoreApi } from "@xyflow/react";
import { rectOf } from "@/components/editor/frames";
import { nodesById, nodeSize } from "@/components/editor/graph";
import { useEditorStore } from "@/components/editor/store-context";

const marginPx = 32;

/** Moves the view just as far as it takes to show a node that the inspector, which opens beside it, would hide. */
export function useReveal(nodeId: string | null): void {
  const store = useEditorStore();
  const flow = useReactFlow();
  const pane = useStoreApi();

  useEffect(() => {
    const node = nodeId === null ? undefined : nodesById(store.getState().graph).get(nodeId);
    if (!node) return;
    // The pane has its new width one frame after the inspector has taken its own.
    const frame = requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const { width, height } = pane.getState();
        const { x, y, zoom } = flow.getViewport();
        const place = rectOf(store.getState().graph, node);
        const left = place.x * zoom + x;
        const top = place.y * zoom + y;
        const dx = shiftInto(left, left + place.width * zoom, width);
        const dy = shiftInto(top, top + nodeSize.height * zoom, height);
        if (dx !== 0 || dy !== 0) void flow.setViewport({ x: x + dx, y: y + dy, zoom }, { duration: 200 });
      }),
    );
    return () => cancelAnimationFrame(frame);
  }, [store, flow, pane, nodeId]);
}

/** How far a stretch must move to lie within the pane; its beginning wins when it is longer. */
function shiftInto(from: number, to: number, size: number): number {
  if (from < marginPx) return marginPx - from;
  if (to > size - marginPx) return Math.max(size - marginPx - to, marginPx - from);
  return 0;
}
