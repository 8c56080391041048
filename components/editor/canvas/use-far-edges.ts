"use client";

import { useMemo } from "react";
import type { Point } from "@/components/editor/graph";
import type { FlowEdge } from "./flow-elements";

interface FarEdges {
  /** Edges of the one drawing. */
  still: readonly FlowEdge[];
  /** Edges of the nodes being dragged, drawn one by one. */
  moving: FlowEdge[];
}

/**
 * Divides the edges of a graph seen from far: while nodes are dragged only their own edges are drawn anew, and the drawing of
 * the others stays as it was when the drag began. Null while the graph is seen from near.
 */
export function useFarEdges(
  isFar: boolean,
  edges: readonly FlowEdge[],
  drag: ReadonlyMap<string, Point> | null,
): FarEdges | null {
  // The same nodes are dragged from a drag's begin to its end; their names tell one drag from another.
  const dragged = drag ? [...drag.keys()].join("\n") : "";
  return useMemo(() => {
    if (!isFar) return null;
    if (dragged === "") return { still: edges, moving: [] };
    const ids = new Set(dragged.split("\n"));
    const isMoving = (edge: FlowEdge) => ids.has(edge.source) || ids.has(edge.target);
    return { still: edges.filter((edge) => !isMoving(edge)), moving: edges.filter(isMoving) };
  }, [isFar, edges, dragged]);
}
