import type { TraceSpan } from "./types";

/** A span of a test: completed, from `startedAtMs` to `endedAtMs`, below `parentId`. */
export function span(given: Partial<TraceSpan> & { id: string }): TraceSpan {
  return {
    parentId: null,
    kind: "node",
    nodeKind: undefined,
    nodeId: null,
    name: given.id,
    attempt: 1,
    status: "completed",
    error: null,
    model: null,
    host: null,
    inputTokens: 0,
    outputTokens: 0,
    costMicros: 0,
    firstTokenMs: null,
    startedAtMs: 0,
    endedAtMs: 0,
    order: 0,
    ...given,
  };
}
