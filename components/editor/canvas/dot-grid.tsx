"use client";

import { useLayoutEffect, useRef } from "react";
import { useStoreApi, type ReactFlowState } from "@xyflow/react";

/** Between two dots, in the graph's own coordinates. */
const gap = 20;
/** On the screen they are never nearer to each other than this, in pixels: where they would be, every second one is left out. */
const nearest = 16;
/** The layer goes beyond the canvas by this many pixels, more than dots are ever apart, so that moving it never shows its end. */
export const margin = 80;
const dot = "radial-gradient(circle, var(--xy-background-pattern-color) 1px, transparent 1.5px)";

/** Where the layer of dots lies at a place and zoom of the canvas, in pixels of the screen. */
export function dotGridAt(x: number, y: number, zoom: number): { period: number; left: number; top: number } {
  let period = gap * zoom;
  while (period < nearest) period *= 2;
  const shift = (offset: number) => {
    const distance = (offset + margin - period / 2) % period;
    return distance < 0 ? distance + period : distance;
  };
  return { period, left: shift(x), top: shift(y) };
}

/**
 * The dots behind the graph. They are painted once for a zoom and then only moved, by less than a gap, which costs no painting. A
 * pattern that is painted anew in each frame makes a large graph miss frames when it is moved.
 */
export function DotGrid() {
  const store = useStoreApi();
  const layer = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    let shown: ReactFlowState["transform"] | undefined;
    const place = ({ transform }: ReactFlowState) => {
      if (transform === shown || !layer.current) return;
      shown = transform;
      const { period, left, top } = dotGridAt(...transform);
      const { style } = layer.current;
      style.transform = `translate(${left}px, ${top}px)`;
      style.backgroundSize = `${period}px ${period}px`;
    };
    place(store.getState());
    return store.subscribe(place);
  }, [store]);

  return (
    <div aria-hidden className="pointer-events-none absolute inset-0 -z-1 overflow-hidden bg-(--xy-background-color)">
      <div
        ref={layer}
        className="absolute right-0 bottom-0 will-change-transform"
        style={{ left: -margin, top: -margin, backgroundImage: dot }}
      />
    </div>
  );
}
