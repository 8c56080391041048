"use client";

import { useRef, type KeyboardEvent, type PointerEvent } from "react";
import { cn } from "@/components/ui/cn";

const step = 24;

interface ResizeHandleProps {
  label: string;
  /** The edge of the panel that is dragged. */
  edge: "left" | "top";
  size: number;
  onResize: (size: number) => void;
}

/** The edge of a panel, to drag or to move by the arrow keys. */
export function ResizeHandle({ label, edge, size, onResize }: ResizeHandleProps) {
  const origin = useRef<{ at: number; size: number }>(null);
  const at = (event: PointerEvent) => (edge === "left" ? event.clientX : event.clientY);
  const [grow, shrink] = edge === "left" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
  return (
    // A focusable separator with a value is a widget by ARIA; the rule knows only the static kind.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={edge === "left" ? "vertical" : "horizontal"}
      aria-valuenow={size}
      className={cn(
        "absolute z-20 touch-none transition-colors hover:bg-neutral-8 focus-visible:bg-ring focus-visible:outline-none",
        edge === "left" ? "inset-y-0 -left-0.5 w-1 cursor-col-resize" : "inset-x-0 -top-0.5 h-1 cursor-row-resize",
      )}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        origin.current = { at: at(event), size };
      }}
      onPointerMove={(event) => {
        if (origin.current) onResize(origin.current.size + origin.current.at - at(event));
      }}
      onPointerUp={() => {
        origin.current = null;
      }}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== grow && event.key !== shrink) return;
        event.preventDefault();
        onResize(size + (event.key === grow ? step : -step));
      }}
    />
  );
}
