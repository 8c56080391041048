"use client";

import { useMemo, useState } from "react";
import type { Point } from "@/components/editor/graph";
import type { FlowEdge, FlowNode } from "./flow-elements";

interface Drawn {
  nodes: readonly FlowNode[];
  edges: readonly FlowEdge[];
  drag: ReadonlyMap<string, Point> | null;
}

interface FarEdges {
  /** The nodes as they stood when the picture was made. */
  nodes: readonly FlowNode[];
  /** Edges of the picture. */
  still: readonly FlowEdge[];
  /** Edges of the nodes being dragged, drawn one by one. */
  moving: FlowEdge[];
}

/**
 * Divides the edges of a graph seen from far: while nodes are dragged only their own edges are drawn anew, and the picture of
 * the others stays as it was when the drag began. Null while the graph is seen from near.
 */
export function useFarEdges(isFar: boolean, { nodes, edges, drag }: Drawn): FarEdges | null {
  const dragged = drag ? [...drag.keys()].join("\n") : "";
  const [picture, setPicture] = useState({ nodes, dragged });
  const isStill = dragged === "";
  if (isFar && (isStill ? picture.nodes !== nodes || picture.dragged !== "" : picture.dragged !== dragged)) {
    setPicture({ nodes, dragged });
  }
  return useMemo(() => {
    if (!isFar) return null;
    const ids = new Set(picture.dragged === "" ? [] : picture.dragged.split("\n"));
    const isMoving = (edge: FlowEdge) => ids.has(edge.source) || ids.has(edge.target);
    return {
      nodes: picture.nodes,
      still: ids.size === 0 ? edges : edges.filter((edge) => !isMoving(edge)),
      moving: ids.size === 0 ? noEdges : edges.filter(isMoving),
    };
  }, [isFar, picture, edges]);
}

const noEdges: FlowEdge[] = [];
