import type { TraceSpan } from "./types";

/** One span in its place. Entries stand in the order of their rows, children after their parent. */
export interface TraceEntry {
  span: TraceSpan;
  /** 0 for the run. */
  depth: number;
  /** Index of the parent's entry, -1 at the top. */
  parent: number;
  /** Index after the last entry below this one. */
  end: number;
  /** Place among its siblings, from 1, and how many they are. */
  position: number;
  siblings: number;
  /** Milliseconds since the start of the trace; null for a node that was passed over. */
  startMs: number | null;
  endMs: number | null;
}

export interface Trace {
  entries: readonly TraceEntry[];
  /** Where a span's entry is. */
  indexOf: ReadonlyMap<string, number>;
  /** Epoch milliseconds of its beginning. */
  startedAtMs: number;
  durationMs: number;
}

/**
 * Puts spans into their tree and on a common time line. Spans may come in any order, name a parent that is not there or name
 * each other; such spans hang below the run. What is running ends at `nowMs` for now. Takes n log n, and no recursion.
 */
export function layOut(spans: readonly TraceSpan[], nowMs: number): Trace {
  const byId = new Map(spans.map((span) => [span.id, span]));
  const { roots, children } = hang(byId);
  const startedAtMs = [...byId.values()].reduce(
    (least, span) => Math.min(least, span.startedAtMs ?? Infinity),
    Infinity,
  );
  const zero = Number.isFinite(startedAtMs) ? startedAtMs : nowMs;

  const entries: TraceEntry[] = [];
  const indexOf = new Map<string, number>();
  let durationMs = 0;
  const pending: { span: TraceSpan; parent: number; position: number; siblings: number }[] = [];
  const push = (group: readonly TraceSpan[], parent: number) => {
    const ordered = group.toSorted(byStart);
    for (let at = ordered.length - 1; at >= 0; at -= 1) {
      const span = ordered[at];
      if (span) pending.push({ span, parent, position: at + 1, siblings: ordered.length });
    }
  };
  push(roots, -1);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { span, parent, position, siblings } = next;
    const startMs = span.startedAtMs === null ? null : span.startedAtMs - zero;
    const endMs = startMs === null ? null : Math.max(startMs, (span.endedAtMs ?? nowMs) - zero);
    durationMs = Math.max(durationMs, endMs ?? 0);
    const index = entries.length;
    indexOf.set(span.id, index);
    const depth = parent === -1 ? 0 : (entries[parent]?.depth ?? 0) + 1;
    entries.push({ span, depth, parent, end: index + 1, position, siblings, startMs, endMs });
    push(children.get(span.id) ?? [], index);
  }
  // From the last to the first, so that a child's end is known before its parent's.
  for (let index = entries.length - 1; index > 0; index -= 1) {
    const entry = entries[index];
    const parent = entry ? entries[entry.parent] : undefined;
    if (entry && parent) parent.end = Math.max(parent.end, entry.end);
  }
  return { entries, indexOf, startedAtMs: zero, durationMs };
}

/** Decides who hangs below whom, so that every span is reached from a root exactly once. */
function hang(byId: ReadonlyMap<string, TraceSpan>): { roots: TraceSpan[]; children: Map<string, TraceSpan[]> } {
  const run = [...byId.values()].find((span) => span.kind === "run" && span.parentId === null);
  const children = new Map<string, TraceSpan[]>();
  const roots: TraceSpan[] = run ? [run] : [];
  const put = (span: TraceSpan, parentId: string | undefined) => {
    const siblings = parentId === undefined ? roots : (children.get(parentId) ?? []);
    siblings.push(span);
    if (parentId !== undefined) children.set(parentId, siblings);
  };
  for (const span of byId.values()) {
    if (span === run) continue;
    const hasParent = span.parentId !== null && span.parentId !== span.id && byId.has(span.parentId);
    put(span, hasParent ? (span.parentId ?? undefined) : run?.id);
  }
  const reached = reach(roots, children, new Set());
  for (const span of byId.values()) {
    if (reached.has(span.id)) continue;
    // Part of a circle: it is opened here, and whatever hangs on it comes along.
    const siblings = children.get(span.parentId ?? "");
    siblings?.splice(siblings.indexOf(span), 1);
    put(span, run?.id);
    reach([span], children, reached);
  }
  return { roots, children };
}

function reach(
  from: readonly TraceSpan[],
  children: ReadonlyMap<string, TraceSpan[]>,
  reached: Set<string>,
): Set<string> {
  const pending = [...from];
  for (let span = pending.pop(); span !== undefined; span = pending.pop()) {
    if (reached.has(span.id)) continue;
    reached.add(span.id);
    for (const child of children.get(span.id) ?? []) pending.push(child);
  }
  return reached;
}

/** By beginning, then by place in the graph; what took no time at all, because it was passed over, comes last. */
function byStart(a: TraceSpan, b: TraceSpan): number {
  const [first, second] = [a.startedAtMs ?? Infinity, b.startedAtMs ?? Infinity];
  if (first === second) return a.order - b.order || a.attempt - b.attempt || (a.id < b.id ? -1 : 1);
  return first < second ? -1 : 1;
}
