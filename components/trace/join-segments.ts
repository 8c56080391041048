import { emptySpan } from "./empty-span";
import type { RunTrace, TraceSpan } from "./types";

type Segmented = Pick<RunTrace, "segments" | "status" | "inputTokens" | "outputTokens" | "costMicros">;

/** A wait is drawn as this part of the time that was worked, however long it really was. */
const waitShare = 0.06;
const leastWaitMs = 20;

/**
 * Puts the segments of one execution on one time line: below a row for the whole of it each segment, and between two the wait
 * for a person. Waits may last for days and the work for seconds, so a wait is drawn short and says how long it was.
 * @returns the spans, and by how much the clock of the last segment is set back
 */
export function joinSegments(
  spans: readonly TraceSpan[],
  run: Segmented,
): { spans: readonly TraceSpan[]; shiftMs: number } {
  const { segments } = run;
  if (segments.length < 2) return { spans, shiftMs: 0 };
  const worked = segments.reduce((sum, segment) => sum + tookMs(segment), 0);
  const drawnWaitMs = Math.max(leastWaitMs, worked * waitShare);
  const first = segments[0];
  const last = segments.at(-1);
  const root: TraceSpan = {
    ...(spans.find((span) => span.kind === "run" && span.runId === last?.id) ?? emptySpan),
    id: wholeSpanId,
    parentId: null,
    name: "Run",
    status: run.status === "queued" ? "running" : run.status,
    inputTokens: run.inputTokens,
    outputTokens: run.outputTokens,
    costMicros: run.costMicros,
    startedAtMs: timeOf(first?.startedAt ?? first?.createdAt),
  };
  const joined: TraceSpan[] = [root];
  const shifts = new Map<string, number>();
  let shiftMs = 0;
  for (const [index, segment] of segments.entries()) {
    const before = segments[index - 1];
    const beganAt = timeOf(segment.startedAt ?? segment.createdAt);
    if (before?.endedAt) {
      const endedAt = before.endedAt.getTime();
      const waitedMs = Math.max(0, beganAt - endedAt);
      const drawnMs = Math.min(waitedMs, drawnWaitMs);
      joined.push({
        ...emptySpan,
        id: waitSpanId(before.id),
        parentId: root.id,
        kind: "wait",
        name: "Waited for a person",
        runId: before.id,
        status: "waiting",
        startedAtMs: endedAt - shiftMs,
        endedAtMs: endedAt - shiftMs + drawnMs,
        shiftMs,
        waitedMs,
      });
      shiftMs += waitedMs - drawnMs;
    }
    shifts.set(segment.id, shiftMs);
  }
  const places = new Map(segments.map((segment, index) => [segment.id, index + 1]));
  for (const span of spans) {
    const shift = shifts.get(span.runId) ?? 0;
    const moved = { ...span, ...moveBy(span, shift) };
    joined.push(
      span.kind === "run"
        ? { ...moved, ...usedBy(spans, span.runId), parentId: root.id, name: `Segment ${places.get(span.runId) ?? 1}` }
        : moved,
    );
  }
  const end = spans.find((span) => span.kind === "run" && span.runId === last?.id)?.endedAtMs ?? null;
  root.endedAtMs = end === null ? null : end - shiftMs;
  root.shiftMs = 0;
  return { spans: joined, shiftMs };
}

/** The id of the row of the whole execution, where it has several segments. */
export const wholeSpanId = "execution";

function waitSpanId(runId: string): string {
  return `wait:${runId}`;
}

function moveBy({ startedAtMs, endedAtMs }: TraceSpan, shiftMs: number) {
  return {
    startedAtMs: startedAtMs === null ? null : startedAtMs - shiftMs,
    endedAtMs: endedAtMs === null ? null : endedAtMs - shiftMs,
    shiftMs,
  };
}

/** What the model calls of a segment used. */
function usedBy(spans: readonly TraceSpan[], runId: string) {
  const calls = spans.filter((span) => span.kind === "llm" && span.runId === runId);
  const sum = (figure: (span: TraceSpan) => number) => calls.reduce((total, span) => total + figure(span), 0);
  return {
    inputTokens: sum((span) => span.inputTokens),
    outputTokens: sum((span) => span.outputTokens),
    costMicros: sum((span) => span.costMicros),
  };
}

function tookMs({ startedAt, endedAt }: Segmented["segments"][number]): number {
  return startedAt && endedAt ? Math.max(0, endedAt.getTime() - startedAt.getTime()) : 0;
}

function timeOf(date: Date | null | undefined): number {
  return date?.getTime() ?? 0;
}
