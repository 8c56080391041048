"use client";

import { Grid2x2, Map as MapIcon, Maximize, Minus, Plus, Workflow } from "lucide-react";
import { useStore } from "@xyflow/react";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { useEditor, useEditorStore } from "@/components/editor/store-context";
import type { CanvasActions } from "./canvas-actions";

interface CanvasToolbarProps {
  actions: CanvasActions;
  isMapOpen: boolean;
  onMapOpenChange: (isOpen: boolean) => void;
}

/** Zoom, fit, tidy and the two view switches, at the lower left of the canvas. */
export function CanvasToolbar({ actions, isMapOpen, onMapOpenChange }: CanvasToolbarProps) {
  const store = useEditorStore();
  const isSnapping = useEditor((state) => state.session.isSnapping);
  const isReadOnly = useEditor((state) => state.session.isReadOnly);
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <div role="toolbar" aria-label="View" className="flex items-center rounded-lg border border-border bg-card p-0.5">
      <IconButton size="sm" label="Zoom out" onClick={actions.zoomOut}>
        <Minus />
      </IconButton>
      <span className="figures w-10 text-center text-xs text-muted-foreground">{percent}%</span>
      <IconButton size="sm" label="Zoom in" onClick={actions.zoomIn}>
        <Plus />
      </IconButton>
      <IconButton size="sm" label="Fit to view" tooltip="Fit to view (F)" onClick={actions.fit}>
        <Maximize />
      </IconButton>
      {isReadOnly ? null : (
        <>
          <span aria-hidden className="mx-0.5 hidden h-4 w-px bg-border sm:block" />
          <IconButton
            size="sm"
            label="Tidy up"
            tooltip="Tidy up: lay the nodes out in columns"
            className="hidden sm:inline-flex"
            onClick={actions.tidy}
          >
            <Workflow />
          </IconButton>
          <IconButton
            size="sm"
            label="Snap to grid"
            aria-pressed={isSnapping}
            className={cn("hidden sm:inline-flex", isSnapping && "bg-selected text-foreground")}
            onClick={() => store.updateSession({ isSnapping: !isSnapping })}
          >
            <Grid2x2 />
          </IconButton>
        </>
      )}
      <IconButton
        size="sm"
        label="Minimap"
        aria-pressed={isMapOpen}
        className={cn("hidden sm:inline-flex", isMapOpen && "bg-selected text-foreground")}
        onClick={() => onMapOpenChange(!isMapOpen)}
      >
        <MapIcon />
      </IconButton>
    </div>
  );
}
