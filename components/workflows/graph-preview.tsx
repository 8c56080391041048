import type { CSSProperties } from "react";

import { kindAppearance } from "@/components/kinds/kind-appearance";
import { cn } from "@/components/ui/cn";
import type { NodeKind } from "@/server/domain/workflow/schema";

import { edgePathOf, nodeHeight, nodeWidth, type PreviewGraph, roundedRect, viewBoxOf } from "./preview-geometry";

const tileInset = 20;
const tileSize = nodeHeight - 2 * tileInset;

/** A graph at a glance: nodes, their kinds by colour, and how they hang together. A handful of paths, however large the graph. */
export function GraphPreview({ graph, className }: { graph: PreviewGraph; className?: string }) {
  const plain = graph.nodes.filter((node) => !node.frame);
  const frames = graph.nodes.flatMap(({ frame, ...node }) => (frame ? [{ ...node, frame }] : []));
  const tiles = Map.groupBy(graph.nodes, (node) => node.kind);
  return (
    <svg
      data-slot="graph-preview"
      aria-hidden
      viewBox={viewBoxOf(graph.nodes)}
      preserveAspectRatio="xMidYMid meet"
      className={cn("size-full", className)}
    >
      <path
        d={frames.map(({ x, y, frame }) => roundedRect(x, y, frame.width, frame.height, 30)).join("")}
        vectorEffect="non-scaling-stroke"
        className="fill-neutral-3/60 stroke-neutral-7 stroke-1"
      />
      <path
        d={edgePathOf(graph)}
        fill="none"
        vectorEffect="non-scaling-stroke"
        className="stroke-neutral-8 stroke-[1.25]"
      />
      <path
        d={plain.map(({ x, y }) => roundedRect(x, y, nodeWidth, nodeHeight, 22)).join("")}
        vectorEffect="non-scaling-stroke"
        className="fill-card stroke-neutral-7 stroke-1"
      />
      <path
        d={graph.nodes.map(({ x, y }) => roundedRect(x + nodeHeight, y + nodeHeight / 2 - 7, 112, 14, 7)).join("")}
        className="fill-neutral-5"
      />
      {[...tiles].map(([kind, nodes]) => (
        <path
          key={kind ?? "unknown"}
          d={nodes.map(({ x, y }) => roundedRect(x + tileInset, y + tileInset, tileSize, tileSize, 12)).join("")}
          style={hueStyle(kind)}
          className={kind ? "hue-fill" : "fill-neutral-8"}
        />
      ))}
    </svg>
  );
}

function hueStyle(kind: NodeKind | undefined): (CSSProperties & { "--hue": number }) | undefined {
  return kind ? { "--hue": kindAppearance[kind].hue } : undefined;
}
