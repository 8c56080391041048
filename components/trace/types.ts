import type { inferRouterOutputs } from "@trpc/server";

import type { NodeKind } from "@/server/domain/workflow/schema";
import type { AppRouter } from "@/server/trpc/root";

export type RunDetail = inferRouterOutputs<AppRouter>["runs"]["get"];
export type NodeRun = RunDetail["nodeRuns"][number];
type StoredSpan = RunDetail["spans"][number];
type SpanKind = StoredSpan["kind"];
type SpanStatus = StoredSpan["status"];

/** A piece of a run as the timeline draws it. */
export interface TraceSpan {
  id: string;
  parentId: string | null;
  kind: SpanKind;
  /** What kind of node it is, for the spans of nodes. */
  nodeKind: NodeKind | undefined;
  nodeId: string | null;
  name: string;
  attempt: number;
  status: SpanStatus;
  error: { code: string; message: string } | null;
  attributes: StoredSpan["attributes"];
  inputTokens: number;
  outputTokens: number;
  costMicros: number;
  /** Time from asking a model to its first word. */
  firstTokenMs: number | null;
  /** Epoch milliseconds; null for a node that was passed over, which takes no time. */
  startedAtMs: number | null;
  /** Epoch milliseconds; null while it runs. */
  endedAtMs: number | null;
}
