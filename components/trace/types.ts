import type { inferRouterOutputs } from "@trpc/server";

import type { SpanOutline } from "@/server/domain/run/trace";
import type { NodeKind } from "@/server/domain/workflow/schema";
import type { AppRouter } from "@/server/trpc/root";

export type RunTrace = inferRouterOutputs<AppRouter>["runs"]["trace"];
export type NodeRun = RunTrace["nodeRuns"][number];

/** A piece of a run as the timeline draws it. */
export interface TraceSpan extends Omit<SpanOutline, "nodeKind" | "startedAtMs"> {
  /** What kind of node it is, for the spans of nodes. */
  nodeKind: NodeKind | undefined;
  inputTokens: number;
  outputTokens: number;
  costMicros: number;
  /** Epoch milliseconds; null for a node that was passed over, which takes no time. */
  startedAtMs: number | null;
  /** Place of its node in the graph: of two that began in the same millisecond, what leads to the other stands first. */
  order: number;
}
