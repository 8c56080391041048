import type { Trace } from "./layout";

export type ScaleKind = "linear" | "log";

/** Where a moment stands on a line from 0 to 1, and back. Both rise steadily; outside the trace they stop at its ends. */
export interface TimeScale {
  toFraction(ms: number): number;
  toMs(fraction: number): number;
  /** Whether a second is as wide everywhere. */
  isEven: boolean;
}

/** The shown part of the line. */
export interface Zoom {
  from: number;
  to: number;
}

export const wholeTrace: Zoom = { from: 0, to: 1 };
const narrowest = 1e-5;

export function makeScale(kind: ScaleKind, trace: Pick<Trace, "entries" | "durationMs">): TimeScale {
  return kind === "linear" ? linearScale(trace.durationMs) : logScale(trace);
}

function linearScale(durationMs: number): TimeScale {
  const total = durationMs || 1;
  return { toFraction: (ms) => clamp(ms / total), toMs: (fraction) => clamp(fraction) * total, isEven: true };
}

/**
 * Gives every stretch between two neighbouring beginnings or ends the width of the logarithm of its time. Order and
 * simultaneity stay as they are, wherever in the run a span is, but a call of 5 ms can be seen beside one of a minute, and a
 * long wait does not push all else together.
 */
function logScale({ entries, durationMs }: Pick<Trace, "entries" | "durationMs">): TimeScale {
  const moments = new Set([0, durationMs]);
  for (const { startMs, endMs } of entries) {
    if (startMs !== null) moments.add(startMs);
    if (endMs !== null) moments.add(endMs);
  }
  const times = Float64Array.from(moments).toSorted();
  const places = new Float64Array(times.length);
  for (let at = 1; at < times.length; at += 1) {
    places[at] = (places[at - 1] ?? 0) + Math.log1p((times[at] ?? 0) - (times[at - 1] ?? 0));
  }
  const total = places.at(-1) || 1;
  return {
    toFraction: (ms) => clamp(between(times, places, ms) / total),
    toMs: (fraction) => between(places, times, clamp(fraction) * total),
    isEven: false,
  };
}

/** The value of `results` at the place that `value` has in `points`; both rise. */
function between(points: Float64Array, results: Float64Array, value: number): number {
  let [low, high] = [0, points.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((points[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  const [from, to] = [points[low] ?? 0, points[high] ?? 0];
  const part = to === from ? 0 : clamp((value - from) / (to - from));
  return (results[low] ?? 0) + part * ((results[high] ?? 0) - (results[low] ?? 0));
}

/** Zooms by `factor` (below 1 shows less) and keeps what is at `anchor`, a fraction of the shown part, where it is. */
export function zoomBy(zoom: Zoom, factor: number, anchor: number): Zoom {
  const width = Math.min(1, Math.max(narrowest, (zoom.to - zoom.from) * factor));
  const held = zoom.from + anchor * (zoom.to - zoom.from);
  return place(held - anchor * width, width);
}

/** Moves the shown part by a fraction of its own width; it stops at the ends. */
export function panBy(zoom: Zoom, amount: number): Zoom {
  const width = zoom.to - zoom.from;
  return place(zoom.from + amount * width, width);
}

function place(from: number, width: number): Zoom {
  const start = Math.min(1 - width, Math.max(0, from));
  return { from: start, to: start + width };
}

/** A moment's place in the shown part: 0 at its left edge, 1 at its right, outside of that beyond them. */
export function inView(fraction: number, zoom: Zoom): number {
  return (fraction - zoom.from) / (zoom.to - zoom.from);
}

/**
 * Round moments to write above the shown part, none nearer to the next than `least`, a fraction of its width. On an even line
 * they are evenly spaced; on another the rounder moment wins, and finer ones fill what room is left.
 */
export function ticks(scale: TimeScale, zoom: Zoom, least: number): { ms: number; at: number }[] {
  const [from, to] = [scale.toMs(zoom.from), scale.toMs(zoom.to)];
  const steps = roundSteps(to - from);
  const used = scale.isEven ? steps.filter((step) => step / (to - from) >= least).slice(-1) : steps;
  const chosen: { ms: number; at: number }[] = [];
  for (const step of used) {
    for (let count = Math.ceil(from / step); count * step <= to; count += 1) {
      const ms = count * step;
      const at = inView(scale.toFraction(ms), zoom);
      if (chosen.every((other) => Math.abs(other.at - at) >= least)) chosen.push({ ms, at });
    }
  }
  return chosen.toSorted((a, b) => a.ms - b.ms);
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
/** Lengths of time that people find round: decimal below the second, by the clock above it, decimal again from an hour on. */
const roundMs: readonly number[] = [
  ...[-3, -2, -1, 0, 1, 2].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power)),
  ...[1, 2, 5, 10, 20, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 20, 30].map((count) => count * minute),
  ...[0, 1, 2, 3, 4].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power * hour)),
].toReversed();

/** Round lengths of at most `length`, from the largest down to its four-hundredth part. */
function roundSteps(length: number): number[] {
  return roundMs.filter((step) => step <= length && step >= length / 400);
}

function clamp(fraction: number): number {
  return Math.min(1, Math.max(0, fraction));
}
