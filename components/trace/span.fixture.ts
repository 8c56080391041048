import { emptySpan } from "./empty-span";
import type { TraceSpan } from "./types";

/** A span of a test: a completed node, from `startedAtMs` to `endedAtMs`, below `parentId`. */
export function span(given: Partial<TraceSpan> & { id: string }): TraceSpan {
  return {
    ...emptySpan,
    kind: "node",
    name: given.id,
    runId: "run",
    storedId: given.id,
    startedAtMs: 0,
    endedAtMs: 0,
    ...given,
  };
}
