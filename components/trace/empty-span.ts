import type { TraceSpan } from "./types";

/** What a row of the timeline has that no span is stored for. */
export const emptySpan: TraceSpan = {
  id: "",
  parentId: null,
  runId: "",
  storedId: null,
  keptFrom: null,
  shiftMs: 0,
  waitedMs: null,
  kind: "run",
  nodeKind: undefined,
  nodeId: null,
  name: "",
  attempt: 1,
  status: "completed",
  error: null,
  model: null,
  host: null,
  inputTokens: 0,
  outputTokens: 0,
  costMicros: 0,
  firstTokenMs: null,
  chosen: null,
  startedAtMs: null,
  endedAtMs: null,
  order: 0,
};
