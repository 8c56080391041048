import type { Trace, TraceEntry } from "./layout";
import type { TraceSpan } from "./types";

export interface RowFilter {
  /** Words that a span's name, node, model or error must all contain. */
  query: string;
  only: "all" | "errors" | "llm";
}

export const noFilter: RowFilter = { query: "", only: "all" };

export interface TraceRow {
  entry: TraceEntry;
  hasChildren: boolean;
  isExpanded: boolean;
  /** Whether the filter asks for it; others stand there only to lead to one that it asks for. */
  isMatch: boolean;
}

/**
 * The rows to draw, from the first to the last. Without a filter the closed ones hide what is below them. A filter shows what
 * it asks for and the way there, opened.
 */
export function visibleRows(trace: Trace, closed: ReadonlySet<string>, filter: RowFilter): TraceRow[] {
  const { entries } = trace;
  const shown = isFiltering(filter) ? findShown(entries, filter) : undefined;
  const rows: TraceRow[] = [];
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index];
    if (!entry) break;
    if (shown && !shown.has(index)) continue;
    const hasChildren = entry.end > index + 1;
    const isExpanded = hasChildren && (shown !== undefined || !closed.has(entry.span.id));
    rows.push({ entry, hasChildren, isExpanded, isMatch: shown?.get(index) ?? true });
    if (hasChildren && !isExpanded) index = entry.end - 1;
  }
  return rows;
}

export function isFiltering({ query, only }: RowFilter): boolean {
  return only !== "all" || query.trim() !== "";
}

/** Indexes of the entries to show, each with whether the filter asks for it itself. */
function findShown(entries: readonly TraceEntry[], { query, only }: RowFilter): Map<number, boolean> {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = new Map<number, boolean>();
  for (const [index, entry] of entries.entries()) {
    if (!isOfSort(entry.span, only) || !hasWords(entry.span, words)) continue;
    shown.set(index, true);
    for (let above = entry.parent; above !== -1 && !shown.has(above); above = entries[above]?.parent ?? -1)
      shown.set(above, false);
  }
  return shown;
}

function isOfSort(span: TraceSpan, only: RowFilter["only"]): boolean {
  if (only === "errors") return span.status === "failed";
  return only === "all" || span.kind === "llm";
}

function hasWords(span: TraceSpan, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = [
    span.name,
    span.kind,
    span.nodeId,
    span.nodeKind,
    span.model,
    span.host,
    span.error?.code,
    span.error?.message,
  ]
    .join(" ")
    .toLowerCase();
  return words.every((word) => text.includes(word));
}
