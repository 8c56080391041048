import type { ErrorRecord } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import type { RunEvent, SnapshotToolCall } from "@/server/domain/run/events";
import type { NodeStatus } from "@/server/domain/run/status";
import type { SpanKind, SpanStatus } from "@/server/domain/run/trace";
import type { NodeKind } from "@/server/domain/workflow/schema";
import type { Trail } from "@/server/progress/trail";

/** The run that a write belongs to. `epoch` fences it: a write of an older hand-over, or to an ended run, changes nothing. */
export interface RunTarget {
  tenantId: string;
  sessionId: string;
  runId: string;
  epoch: number;
  /** Set on what an attempt writes after its beginning; then the attempt's own fence applies too. */
  attempt?: AttemptClaim;
  /** Shared by all that one walk through the run writes. Without it every write has to be waited for. */
  trail?: Trail;
}

/**
 * One execution of a node's attempt. The latest to begin the attempt has it: an engine may give an attempt to another process
 * while the first is only frozen, and what that one writes when it wakes must change nothing.
 */
export interface AttemptClaim {
  nodeId: string;
  attempt: number;
  claim: string;
}

export interface NodeRunWrite {
  nodeId: string;
  kind: NodeKind;
  title: string;
  attempt: number;
  status: NodeStatus;
  /** Given with the beginning of an attempt. */
  claim?: string;
  port?: string;
  input?: Json;
  outputText?: string;
  outputJson?: Json;
  outputArtifactId?: string;
  error?: ErrorRecord;
  inputTokens?: number;
  outputTokens?: number;
  costMicros?: number;
  /** Monotonic milliseconds since the node started; absent while it runs. */
  durationMs?: number;
  /** When this was so, in milliseconds of `performance.now()`; by default when it was handed to the writer. */
  at?: number;
}

export interface SpanWrite {
  id: string;
  parentId?: string;
  nodeId?: string;
  attempt?: number;
  kind: SpanKind;
  name: string;
  status: SpanStatus;
  attributes?: Record<string, Json>;
  input?: Json;
  output?: Json;
  error?: ErrorRecord;
  /** Epoch milliseconds. */
  startedAtMs: number;
  /** Epoch milliseconds, never before `startedAtMs`; absent while it runs. */
  endedAtMs?: number;
}

export interface MessageWrite {
  id: string;
  role: "user" | "assistant" | "tool" | "system";
  content: string;
  nodeId?: string;
  toolCalls?: SnapshotToolCall[];
  toolCallId?: string;
  inputTokens?: number;
  outputTokens?: number;
  costMicros?: number;
}

export interface UsageWrite {
  id: string;
  nodeId: string;
  spanId?: string;
  provider: string;
  model: string;
  inputTokens: number;
  cachedTokens: number;
  outputTokens: number;
  costMicros: number;
  isPriceKnown: boolean;
  isEstimated: boolean;
  status: "completed" | "failed" | "cancelled";
  latencyMs: number;
  firstTokenMs?: number;
}

export interface ArtifactWrite {
  id: string;
  nodeId: string;
  kind: "text" | "json" | "file";
  name: string;
  mime: string;
  content: string;
}

/** The write-ahead record of one outside call, made before it and unique by `key`. */
export interface EffectIntent {
  key: string;
  nodeId: string;
  request: Json;
}

/** What became of an outside call. A call whose record stays intended was cut off: it may or may not have happened. */
export interface EffectOutcome {
  key: string;
  status: "done" | "failed";
  result: Json;
}

export interface RunEnding {
  status: "completed" | "failed";
  result?: Json;
  error?: ErrorRecord;
}

/** What one write makes durable, whole or not at all. */
export interface Progress {
  target: RunTarget;
  nodeRuns?: NodeRunWrite[];
  spans?: SpanWrite[];
  events?: RunEvent[];
  messages?: MessageWrite[];
  usage?: UsageWrite[];
  artifacts?: ArtifactWrite[];
  intendedEffects?: EffectIntent[];
  settledEffects?: EffectOutcome[];
  ending?: RunEnding;
  /** The run now rests for this long before its next attempt; its lease is extended by as much. */
  restsForMs?: number;
}

/** Thrown to a writer whose run has ended or was handed to someone else meanwhile. It must stop without further effect. */
export class FencedError extends Error {
  override readonly name = "FencedError";

  /** The writer is made once in a process, and this class once for each bundle of Next's: so its name says what it is. */
  static override [Symbol.hasInstance](value: unknown): value is FencedError {
    return value instanceof Error && value.name === "FencedError";
  }

  constructor(target: RunTarget) {
    super(
      `Run ${target.runId} is no longer ours at epoch ${target.epoch}${target.attempt ? `, node ${target.attempt.nodeId}` : ""}.`,
    );
  }
}
