/** The outcome of something that may be refused: expected refusals are values, not exceptions. */
export type Result<Value, Problem = Issue[]> = { ok: true; value: Value } | { ok: false; issues: Problem };

export type IssueSeverity = "error" | "warning";

/** One finding about a document, told apart by `code`. `path` is a JSON path inside the node or the document. */
export interface Issue {
  code: string;
  severity: IssueSeverity;
  message: string;
  path?: (string | number)[];
  nodeId?: string;
  edgeId?: string;
}

export function ok<Value>(value: Value): { ok: true; value: Value } {
  return { ok: true, value };
}

export function refuse<Problem>(issues: Problem): { ok: false; issues: Problem } {
  return { ok: false, issues };
}
