import { Ban, ChevronRight, CirclePause, CircleSlash, CircleX, LoaderCircle } from "lucide-react";
import { memo } from "react";

import { cn } from "@/components/ui/cn";
import { itemIndexOf } from "@/server/domain/run/address";
import { formatTokens } from "@/server/domain/usage/format";

import { formatSpanTime } from "./format-span-time";
import { kindName, SpanTile } from "./span-tile";
import type { TimeScale, Zoom } from "./time-scale";
import { TraceBar } from "./trace-bar";
import type { TraceSpan } from "./types";
import type { TraceRow as Row } from "./visible-rows";

export const rowHeight = 30;
const indent = 14;

interface TraceRowProps {
  row: Row;
  id: string;
  /** Counts from 1, over all rows and not only those in sight. */
  index: number;
  top: number;
  isSelected: boolean;
  scale: TimeScale;
  zoom: Zoom;
  onSelect: (spanId: string) => void;
  onToggle: (spanId: string) => void;
}

/** One span: its name in the tree, its bar on the time line, its duration. */
export const TraceRow = memo(function TraceRow({
  row,
  id,
  index,
  top,
  isSelected,
  scale,
  zoom,
  onSelect,
  onToggle,
}: TraceRowProps) {
  const { entry, hasChildren, isExpanded, isMatch } = row;
  const { span, depth, startMs, endMs } = entry;
  const item = span.kind === "node" && span.nodeId !== null ? itemIndexOf(span.nodeId) : undefined;
  return (
    // The grid holds the focus and takes the keys for all of its rows.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      id={id}
      tabIndex={-1}
      aria-rowindex={index}
      aria-level={depth + 1}
      aria-posinset={entry.position}
      aria-setsize={entry.siblings}
      aria-selected={isSelected}
      aria-expanded={hasChildren ? isExpanded : undefined}
      onClick={() => onSelect(span.id)}
      // The menu of the list is about the row that it was asked for on.
      onContextMenu={() => onSelect(span.id)}
      style={{ height: rowHeight, transform: `translateY(${top}px)` }}
      className={cn(
        "absolute inset-x-0 top-0 grid cursor-default grid-cols-[var(--trace-columns)] items-center outline-none hover:bg-hover",
        isSelected && "bg-selected shadow-[inset_2px_0_0_var(--color-foreground)] hover:bg-selected",
        !isMatch && "opacity-55",
      )}
    >
      <div
        role="gridcell"
        className="flex min-w-0 items-center gap-1.5 pr-2"
        style={{ paddingLeft: 8 + Math.min(depth, 12) * indent }}
      >
        {hasChildren ? (
          // Not in the tab order: the arrow keys of the grid do the same.
          <span
            role="presentation"
            className="grid size-5 shrink-0 cursor-pointer place-items-center rounded-sm text-muted-foreground hover:bg-neutral-5 hover:text-foreground"
            onClick={(event) => {
              event.stopPropagation();
              onToggle(span.id);
            }}
          >
            <ChevronRight aria-hidden className={cn("size-3.5 transition-transform", isExpanded && "rotate-90")} />
          </span>
        ) : (
          <span className="w-5 shrink-0" />
        )}
        <SpanTile span={span} />
        <span
          className={cn("truncate", span.kind === "run" || span.kind === "node" ? "font-medium" : "")}
          title={`${span.name}, ${kindName(span)}`}
        >
          {span.name}
        </span>
        {item === undefined ? null : (
          <span className="shrink-0 text-xs text-muted-foreground tabular-nums">item {item + 1}</span>
        )}
        {span.attempt > 1 && span.kind === "node" ? (
          <span className="shrink-0 text-xs whitespace-nowrap text-muted-foreground">attempt {span.attempt}</span>
        ) : null}
        {span.kind === "wait" ? null : <StateMark status={span.status} />}
        <Chosen span={span} />
        {span.kind === "llm" && span.inputTokens + span.outputTokens > 0 ? (
          <span className="figures ml-auto shrink-0 pl-1 text-xs whitespace-nowrap text-muted-foreground">
            {formatTokens(span.inputTokens + span.outputTokens)} tok
          </span>
        ) : null}
      </div>
      <div role="gridcell" className="relative h-full max-sm:absolute max-sm:inset-x-4 max-sm:bottom-0 max-sm:h-1.5">
        <TraceBar entry={entry} hasChildren={hasChildren} scale={scale} zoom={zoom} />
      </div>
      <div role="gridcell" className="figures pr-3 text-right text-xs text-muted-foreground">
        {timeOf(span, startMs, endMs)}
      </div>
    </div>
  );
});

function timeOf(span: TraceSpan, startMs: number | null, endMs: number | null): string {
  if (span.keptFrom !== null) return span.isEdited ? "changed" : "kept";
  if (span.waitedMs !== null) return formatSpanTime(span.waitedMs);
  return startMs === null || endMs === null ? "skipped" : formatSpanTime(endMs - startMs);
}

/** What a person chose for an outside call when the run was begun from a point of another. */
function Chosen({ span: { chosen } }: { span: TraceSpan }) {
  if (chosen === null) return null;
  const words = { keep: "result kept", again: "called again", skip: "not called" } as const;
  return <span className="shrink-0 text-xs whitespace-nowrap text-muted-foreground">{words[chosen]}</span>;
}

/** The states that are not the usual one, as icon and word. */
function StateMark({ status }: { status: TraceSpan["status"] }) {
  switch (status) {
    case "failed":
      return <CircleX role="img" aria-label="failed" className="size-3.5 shrink-0 text-failed" />;
    case "running":
      return <LoaderCircle role="img" aria-label="running" className="size-3.5 shrink-0 text-running" />;
    case "cancelled":
      return <Ban role="img" aria-label="cancelled" className="size-3.5 shrink-0 text-muted-foreground" />;
    case "skipped":
      return <CircleSlash role="img" aria-label="skipped" className="size-3.5 shrink-0 text-muted-foreground" />;
    case "waiting":
      return <CirclePause role="img" aria-label="waited" className="size-3.5 shrink-0 text-waiting" />;
    case "completed":
      return null;
  }
}
