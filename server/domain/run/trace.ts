import type { CallChoice } from "./fork-record";

export type SpanKind = "run" | "node" | "llm" | "tool" | "retrieval" | "code";
export type SpanStatus = "running" | "waiting" | "completed" | "failed" | "cancelled" | "skipped";

/** A span as a timeline needs it: everything but its input, its output and the rest of its attributes. */
export interface SpanOutline {
  id: string;
  parentId: string | null;
  nodeId: string | null;
  attempt: number;
  kind: SpanKind;
  name: string;
  status: SpanStatus;
  error: { code: string; message: string } | null;
  /** The kind of node that a node's span is of, as the document names it. */
  nodeKind: string | null;
  model: string | null;
  host: string | null;
  inputTokens: number | null;
  outputTokens: number | null;
  costMicros: number | null;
  firstTokenMs: number | null;
  /** Epoch milliseconds. */
  startedAtMs: number;
  /** Epoch milliseconds; null while it runs. */
  endedAtMs: number | null;
  /** For an outside call of a run that was begun from a point of another: what a person chose for it. */
  chosen: CallChoice | null;
  /** Which segment of the execution it belongs to, from 0. */
  segment: number;
}

/**
 * A span of a packed trace: a row without names. Ten thousand spans as objects with dates take a second to write and to read
 * on the way; as rows of one JSON text they take a few milliseconds.
 */
type PackedSpan = [
  id: string,
  parentId: string | null,
  nodeId: string | null,
  attempt: number,
  kind: SpanKind,
  name: string,
  status: SpanStatus,
  error: SpanOutline["error"],
  nodeKind: string | null,
  model: string | null,
  host: string | null,
  inputTokens: number | null,
  outputTokens: number | null,
  costMicros: number | null,
  firstTokenMs: number | null,
  startedAtMs: number,
  endedAtMs: number | null,
  chosen: CallChoice | null,
  segment: number | null,
];

/** The spans of a text that this server packed: a JSON list of rows, each a `PackedSpan`. */
export function unpackSpans(packed: string): SpanOutline[] {
  const rows = JSON.parse(packed) as PackedSpan[];
  return rows.map((row) => ({
    id: row[0],
    parentId: row[1],
    nodeId: row[2],
    attempt: row[3],
    kind: row[4],
    name: row[5],
    status: row[6],
    error: row[7],
    nodeKind: row[8],
    model: row[9],
    host: row[10],
    inputTokens: row[11],
    outputTokens: row[12],
    costMicros: row[13],
    firstTokenMs: row[14],
    startedAtMs: row[15],
    endedAtMs: row[16],
    chosen: row[17],
    segment: row[18] ?? 0,
  }));
}
