"use client";

import { ChevronsDownUp, ChevronsUpDown, Maximize2, ZoomIn, ZoomOut } from "lucide-react";

import { IconButton } from "@/components/ui/icon-button";
import { SearchInput } from "@/components/ui/search-input";
import { SegmentedControl } from "@/components/ui/segmented-control";

import { type ScaleKind, wholeTrace, type Zoom, zoomBy } from "./time-scale";
import type { RowFilter } from "./visible-rows";

interface TraceToolbarProps {
  filter: RowFilter;
  onFilter: (filter: RowFilter) => void;
  scaleKind: ScaleKind;
  onScaleKind: (kind: ScaleKind) => void;
  zoom: Zoom;
  onZoom: (zoom: Zoom) => void;
  hasClosed: boolean;
  /** Opens all rows, or closes every node. */
  onOpenAll: (isOpen: boolean) => void;
}

/** What of the trace is shown, and how. On a phone there is no time line to zoom. */
export function TraceToolbar({
  filter,
  onFilter,
  scaleKind,
  onScaleKind,
  zoom,
  onZoom,
  hasClosed,
  onOpenAll,
}: TraceToolbarProps) {
  return (
    <div
      role="toolbar"
      aria-label="Timeline"
      className="flex shrink-0 flex-wrap items-center gap-2 border-b border-border px-3 py-2"
    >
      <SearchInput
        label="Search spans"
        value={filter.query}
        onValueChange={(query) => onFilter({ ...filter, query })}
        className="min-w-32 flex-1 sm:max-w-60"
      />
      <SegmentedControl
        label="Which spans"
        value={filter.only}
        onValueChange={(only) => onFilter({ ...filter, only })}
        segments={[
          { value: "all", label: "All" },
          { value: "errors", label: "Errors" },
          { value: "llm", label: "LLM" },
        ]}
      />
      <div className="ml-auto hidden items-center gap-1 sm:flex">
        <IconButton
          label={hasClosed ? "Open all rows" : "Close all nodes"}
          size="sm"
          onClick={() => onOpenAll(hasClosed)}
        >
          {hasClosed ? <ChevronsUpDown aria-hidden /> : <ChevronsDownUp aria-hidden />}
        </IconButton>
        <IconButton
          label="Zoom out"
          size="sm"
          disabled={zoom.to - zoom.from >= 1}
          onClick={() => onZoom(zoomBy(zoom, 2, 0.5))}
        >
          <ZoomOut aria-hidden />
        </IconButton>
        <IconButton label="Zoom in" size="sm" onClick={() => onZoom(zoomBy(zoom, 0.5, 0.5))}>
          <ZoomIn aria-hidden />
        </IconButton>
        <IconButton
          label="Show all of it"
          size="sm"
          disabled={zoom.to - zoom.from >= 1}
          onClick={() => onZoom(wholeTrace)}
        >
          <Maximize2 aria-hidden />
        </IconButton>
        <SegmentedControl
          label="Scale of time"
          value={scaleKind}
          onValueChange={onScaleKind}
          segments={[
            { value: "linear", label: "Linear" },
            { value: "log", label: "Log" },
          ]}
        />
      </div>
    </div>
  );
}
