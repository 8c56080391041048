import { cn } from "@/components/ui/cn";

import type { TraceEntry } from "./layout";
import { inView, type TimeScale, type Zoom } from "./time-scale";
import type { TraceSpan } from "./types";

/** Colours say the state; the icon and the word stand beside them. What holds others is lighter than what did the work. */
const looks = {
  completed: {
    holder: "border-done-line bg-done-soft",
    worker: "border-transparent bg-done-solid",
    wait: "bg-done-soft",
  },
  failed: {
    holder: "border-failed-line bg-failed-soft",
    worker: "border-transparent bg-failed-solid",
    wait: "bg-failed-soft",
  },
  running: {
    holder: "border-running-line bg-running-soft",
    worker: "border-transparent bg-running-solid",
    wait: "bg-running-soft",
  },
  waiting: {
    holder: "border-waiting-line bg-waiting-soft",
    worker: "border-transparent bg-waiting-solid",
    wait: "bg-waiting-soft",
  },
  cancelled: { holder: "border-neutral-7 bg-selected", worker: "border-transparent bg-neutral-8", wait: "bg-selected" },
  skipped: { holder: "border-neutral-7 bg-selected", worker: "border-transparent bg-neutral-8", wait: "bg-selected" },
} as const satisfies Record<TraceSpan["status"], { holder: string; worker: string; wait: string }>;

/** A gap and not work: hatched, and only as wide as it needs to be seen. */
const waitLook =
  "border-dashed border-waiting-line bg-[repeating-linear-gradient(135deg,transparent_0_3px,var(--color-waiting-line)_3px_4px)]";
const keptLook = "border-neutral-8 bg-background";

interface TraceBarProps {
  entry: TraceEntry;
  hasChildren: boolean;
  scale: TimeScale;
  zoom: Zoom;
}

/** One span on the time line. The pale part of a model call is the wait for its first word. */
export function TraceBar({ entry, hasChildren, scale, zoom }: TraceBarProps) {
  const { span, startMs, endMs } = entry;
  if (startMs === null || endMs === null) return null;
  const [from, to] = [startMs, endMs].map((ms) => inView(scale.toFraction(ms), zoom));
  if (from === undefined || to === undefined || to < 0 || from > 1) return null;
  const [left, right] = [Math.max(0, from), Math.min(1, to)];
  const firstWord =
    span.firstTokenMs === null ? undefined : inView(scale.toFraction(startMs + span.firstTokenMs), zoom);
  const waited =
    firstWord === undefined || right <= left ? 0 : Math.min(1, Math.max(0, (firstWord - left) / (right - left)));
  const look = looks[span.status];
  return (
    <span
      data-slot="trace-bar"
      className={cn(
        "absolute top-1/2 h-2.5 min-w-[3px] -translate-y-1/2 overflow-hidden rounded-[3px] border max-sm:h-1",
        span.kind === "wait" ? waitLook : hasChildren || span.kind === "run" ? look.holder : look.worker,
        span.keptFrom === null ? "" : keptLook,
        from < 0 && "rounded-l-none",
        to > 1 && "rounded-r-none",
      )}
      style={{ left: `min(${percent(left)}, 100% - 3px)`, width: percent(right - left) }}
    >
      {waited > 0 ? (
        <span className={cn("absolute inset-y-0 left-0 opacity-75", look.wait)} style={{ width: percent(waited) }} />
      ) : null}
    </span>
  );
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(3)}%`;
}
