import type { TraceRow } from "./visible-rows";

/** What a key does in the tree of spans: selects another row, or opens or closes the selected one. */
export type TreeMove =
  | { type: "select"; spanId: string }
  | { type: "open"; spanId: string }
  | { type: "close"; spanId: string };

/** The keys of a tree as people know them: up, down, page, ends; right opens and enters, left closes and leaves. */
export function treeMove(
  rows: readonly TraceRow[],
  selectedId: string | undefined,
  key: string,
  pageSize: number,
): TreeMove | undefined {
  const at = rows.findIndex((row) => row.entry.span.id === selectedId);
  const row = rows[at];
  if (!row)
    return ["ArrowDown", "ArrowUp", "Home", "End", "PageDown", "PageUp"].includes(key) ? selectAt(rows, 0) : undefined;
  switch (key) {
    case "ArrowDown":
      return selectAt(rows, at + 1);
    case "ArrowUp":
      return selectAt(rows, at - 1);
    case "PageDown":
      return selectAt(rows, Math.min(rows.length - 1, at + pageSize));
    case "PageUp":
      return selectAt(rows, Math.max(0, at - pageSize));
    case "Home":
      return selectAt(rows, 0);
    case "End":
      return selectAt(rows, rows.length - 1);
    case "ArrowRight":
      if (!row.hasChildren) return undefined;
      return row.isExpanded ? selectAt(rows, at + 1) : { type: "open", spanId: row.entry.span.id };
    case "ArrowLeft":
      if (row.isExpanded) return { type: "close", spanId: row.entry.span.id };
      return selectAt(
        rows,
        rows.findLastIndex((above, index) => index < at && above.entry.depth < row.entry.depth),
      );
    default:
      return undefined;
  }
}

function selectAt(rows: readonly TraceRow[], index: number): TreeMove | undefined {
  const row = rows[index];
  return row && { type: "select", spanId: row.entry.span.id };
}
