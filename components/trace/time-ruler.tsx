"use client";

import { type PointerEvent, useState } from "react";

import { formatDuration } from "@/components/ui/format";

import { type TimeScale, ticks, type Zoom } from "./time-scale";

/** The least part of the ruler's width between two figures. */
const leastGap = 0.13;
/** A shorter drag, as a part of the width, is a click. */
const leastDrag = 0.01;

interface TimeRulerProps {
  scale: TimeScale;
  zoom: Zoom;
  onZoom: (zoom: Zoom) => void;
  onFit: () => void;
}

/** Time since the run began. Dragging over it shows the dragged part alone; a double click shows all again. */
export function TimeRuler({ scale, zoom, onZoom, onFit }: TimeRulerProps) {
  const [drag, setDrag] = useState<{ from: number; to: number }>();
  const at = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - left) / width));
  };
  return (
    <div
      aria-hidden
      className="relative h-full touch-none select-none cursor-ew-resize"
      title="Drag to zoom, double-click to show all"
      onDoubleClick={onFit}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: at(event), to: at(event) });
      }}
      onPointerMove={(event) => setDrag((current) => current && { ...current, to: at(event) })}
      onPointerCancel={() => setDrag(undefined)}
      onPointerUp={() => {
        setDrag(undefined);
        if (!drag || Math.abs(drag.to - drag.from) < leastDrag) return;
        const width = zoom.to - zoom.from;
        onZoom({
          from: zoom.from + Math.min(drag.from, drag.to) * width,
          to: zoom.from + Math.max(drag.from, drag.to) * width,
        });
      }}
    >
      {ticks(scale, zoom, leastGap).map(({ ms, at: place }) => (
        <span
          key={ms}
          className="figures absolute top-1/2 -translate-y-1/2 border-l border-neutral-7 pl-1 text-xs whitespace-nowrap text-muted-foreground"
          style={{ left: `${place * 100}%` }}
        >
          {place > 0.93 ? "" : formatMoment(ms)}
        </span>
      ))}
      {drag ? (
        <span
          className="absolute inset-y-0 border-x border-ring bg-waiting-soft/70"
          style={{ left: `${Math.min(drag.from, drag.to) * 100}%`, width: `${Math.abs(drag.to - drag.from) * 100}%` }}
        />
      ) : null}
    </div>
  );
}

/** Hairlines below the ruler's figures, through all rows. */
export function TimeLines({ scale, zoom }: { scale: TimeScale; zoom: Zoom }) {
  return ticks(scale, zoom, leastGap).map(({ ms, at }) => (
    <span key={ms} className="absolute inset-y-0 w-px bg-border/70" style={{ left: `${at * 100}%` }} />
  ));
}

/** Milliseconds when zoomed in, else as durations are written everywhere. */
function formatMoment(ms: number): string {
  if (ms === 0) return "0";
  if (ms < 1000) return `${Number(ms.toPrecision(4))} ms`;
  if (ms < 60_000) return `${Number((ms / 1000).toPrecision(4))} s`;
  return formatDuration(ms);
}
