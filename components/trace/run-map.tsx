import type { KeyboardEvent } from "react";

import { kindAppearance } from "@/components/kinds/kind-appearance";
import { cn } from "@/components/ui/cn";
import { edgePathOf, nodeHeight, nodeWidth } from "@/components/workflows/preview-geometry";
import type { NodeStatus } from "@/server/domain/run/status";
import type { NodeKind } from "@/server/domain/workflow/schema";

import { type MapNode, type MapRoom, mapViewBox, type RunMapGraph } from "./map-geometry";

const looks = {
  pending: {
    box: "fill-background stroke-neutral-7 [stroke-dasharray:3_3]",
    mark: "fill-neutral-7",
    text: "fill-muted-foreground",
  },
  running: { box: "fill-running-soft stroke-running-solid", mark: "fill-running-solid", text: "fill-foreground" },
  completed: { box: "fill-card stroke-done-line", mark: "fill-done-solid", text: "fill-foreground" },
  failed: { box: "fill-failed-soft stroke-failed-solid", mark: "fill-failed-solid", text: "fill-foreground" },
  skipped: {
    box: "fill-background stroke-neutral-7 [stroke-dasharray:3_3]",
    mark: "fill-neutral-7",
    text: "fill-muted-foreground",
  },
  waiting: { box: "fill-waiting-soft stroke-waiting-line", mark: "fill-waiting-solid", text: "fill-foreground" },
  cancelled: { box: "fill-muted stroke-neutral-8", mark: "fill-neutral-8", text: "fill-muted-foreground" },
} as const satisfies Record<NodeStatus, { box: string; mark: string; text: string }>;

const words = {
  pending: "not reached",
  running: "running",
  completed: "completed",
  failed: "failed",
  waiting: "waiting for a person",
  skipped: "skipped",
  cancelled: "cancelled",
} as const satisfies Record<NodeStatus, string>;

const mostLetters = 12;
/** Of a frame's head, which has room for a longer title. */
const lettersPerUnit = 18;

interface RunMapProps {
  graph: RunMapGraph;
  selectedNodeId: string | undefined;
  onSelect: (nodeId: string) => void;
  room: MapRoom;
}

/** The graph as it was when it ran, each node with what became of it. It follows the selected node, and a click selects one. */
export function RunMap({ graph, selectedNodeId, onSelect, room }: RunMapProps) {
  const travelled = graph.edges.filter((edge) => edge.isTravelled);
  const others = graph.edges.filter((edge) => !edge.isTravelled);
  const reached = graph.nodes.filter((node) => node.status !== "pending").toSorted((a, b) => a.x - b.x || a.y - b.y);
  const selected = reached.find((node) => node.id === selectedNodeId);

  const press = (event: KeyboardEvent<SVGElement>) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const next = step === undefined ? undefined : reached[selected ? reached.indexOf(selected) + step : 0];
    if (!next) return;
    event.preventDefault();
    onSelect(next.id);
    event.currentTarget.querySelector<SVGElement>(`[data-node="${CSS.escape(next.id)}"]`)?.focus();
  };

  const boxOf = (node: MapNode) => (
    <MapBox
      key={node.id}
      node={node}
      isSelected={node.id === selectedNodeId}
      isTabStop={node.id === (selected ?? reached[0])?.id}
      onSelect={onSelect}
    />
  );

  return (
    // The focus is on one of the nodes inside; their arrow keys are heard here.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <svg
      role="group"
      aria-label="Graph of this run"
      onKeyDown={press}
      viewBox={mapViewBox(graph.nodes, selectedNodeId, room)}
      preserveAspectRatio="xMidYMid meet"
      className="dot-grid block size-full"
    >
      {graph.nodes.filter((node) => node.frame).map(boxOf)}
      <path
        d={edgePathOf({ nodes: graph.nodes, edges: others })}
        fill="none"
        vectorEffect="non-scaling-stroke"
        className="stroke-neutral-7 stroke-[1.25] [stroke-dasharray:3_3]"
      />
      <path
        d={edgePathOf({ nodes: graph.nodes, edges: travelled })}
        fill="none"
        vectorEffect="non-scaling-stroke"
        className="stroke-neutral-9 stroke-[1.75]"
      />
      {graph.nodes.filter((node) => !node.frame).map(boxOf)}
    </svg>
  );
}

interface MapBoxProps {
  node: MapNode;
  isSelected: boolean;
  /** One node is on the way of the Tab key; the arrow keys lead to the others. */
  isTabStop: boolean;
  onSelect: (nodeId: string) => void;
}

function MapBox({ node, isSelected, isTabStop, onSelect }: MapBoxProps) {
  const { id, title, kind, status, x, y, frame } = node;
  const { width, height } = frame ?? { width: nodeWidth, height: nodeHeight };
  const shown = frame ? Math.floor(width / lettersPerUnit) : mostLetters;
  const look = looks[status];
  const isReached = status !== "pending";
  return (
    <g
      role={isReached ? "button" : "img"}
      aria-label={`${title}, ${words[status]}`}
      aria-pressed={isReached ? isSelected : undefined}
      tabIndex={isReached ? (isTabStop ? 0 : -1) : undefined}
      data-node={id}
      onClick={isReached ? () => onSelect(id) : undefined}
      onKeyDown={(event) => {
        if (!isReached || (event.key !== "Enter" && event.key !== " ")) return;
        event.preventDefault();
        onSelect(id);
      }}
      transform={`translate(${x} ${y})`}
      className={cn("group/node outline-none", isReached && "cursor-pointer")}
    >
      <title>{`${title}, ${words[status]}`}</title>
      {isSelected ? (
        <rect
          x={-9}
          y={-9}
          width={width + 18}
          height={height + 18}
          rx={28}
          className="fill-none stroke-foreground stroke-[1.5]"
          vectorEffect="non-scaling-stroke"
        />
      ) : null}
      <rect
        width={width}
        height={height}
        rx={20}
        vectorEffect="non-scaling-stroke"
        className={cn(
          "stroke-[1.25] transition-[stroke] group-hover/node:stroke-neutral-9 group-focus-visible/node:stroke-ring group-focus-visible/node:stroke-2",
          look.box,
          frame && "[fill-opacity:0.35]",
        )}
      />
      <KindMark kind={kind} isFaint={!isReached || status === "skipped"} />
      <text x={74} y={54} fontSize={27} className={cn("pointer-events-none font-medium select-none", look.text)}>
        {title.length > shown ? `${title.slice(0, shown - 1).trimEnd()}…` : title}
      </text>
      <StateGlyph status={status} width={width} className={look.mark} />
    </g>
  );
}

/** The tile of the kind, as the waterfall and the canvas have it. */
function KindMark({ kind, isFaint }: { kind: NodeKind | undefined; isFaint: boolean }) {
  if (!kind) return <rect x={16} y={22} width={44} height={44} rx={11} className="fill-selected" />;
  const { icon: Icon, hue } = kindAppearance[kind];
  return (
    <g opacity={isFaint ? 0.5 : 1}>
      <rect x={16} y={22} width={44} height={44} rx={11} style={{ fill: `oklch(var(--tile-back) ${hue})` }} />
      <Icon aria-hidden x={25} y={31} width={26} height={26} style={{ color: `oklch(var(--tile-ink) ${hue})` }} />
    </g>
  );
}

/** The state as a shape at the node's corner: a tick, a cross, a dot, a bar. */
function StateGlyph({ status, width, className }: { status: NodeStatus; width: number; className: string }) {
  if (status === "pending") return null;
  const strokes = {
    completed: "M-8 0l5 6 11 -12",
    failed: "M-7 -7l14 14M7 -7l-14 14",
    running: "M0 0h0.01",
    waiting: "M-4 -6v12M4 -6v12",
    skipped: "M-8 0h16",
    cancelled: "M-7 7l14 -14",
  }[status];
  return (
    <g transform={`translate(${width - 12} 6)`}>
      <circle r={19} className={className} />
      <path
        d={strokes}
        fill="none"
        strokeWidth={status === "running" ? 12 : 5}
        strokeLinecap="round"
        strokeLinejoin="round"
        className="stroke-card"
      />
    </g>
  );
}
