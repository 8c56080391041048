import type { inferRouterOutputs } from "@trpc/server";

import type { SpanOutline } from "@/server/domain/run/trace";
import type { NodeKind } from "@/server/domain/workflow/schema";
import type { AppRouter } from "@/server/trpc/root";

export type RunTrace = inferRouterOutputs<AppRouter>["runs"]["trace"];
export type NodeRun = RunTrace["nodeRuns"][number];

/** A piece of a run as the timeline draws it. */
export interface TraceSpan extends Omit<SpanOutline, "nodeKind" | "startedAtMs" | "kind" | "segment"> {
  /** `wait` is the time that an execution stood still until somebody decided. */
  kind: SpanOutline["kind"] | "wait";
  /** The run that it is stored with. */
  runId: string;
  /** Under which id more is stored of it; null where nothing is. */
  storedId: string | null;
  /** The execution that it was taken over from instead of being executed in this one. */
  keptFrom: string | null;
  /** Whether a person put something else in the place of what it had come to. */
  isEdited: boolean;
  /** How much later than drawn it really was, in milliseconds: waits for people are drawn short. */
  shiftMs: number;
  /** How long a wait really was; null for everything else. */
  waitedMs: number | null;
  /** What kind of node it is, for the spans of nodes. */
  nodeKind: NodeKind | undefined;
  inputTokens: number;
  outputTokens: number;
  costMicros: number;
  /** As it is drawn, in epoch milliseconds; null for a node that was passed over, which takes no time. */
  startedAtMs: number | null;
  /** Place of its node in the graph: of two that began in the same millisecond, what leads to the other stands first. */
  order: number;
}
