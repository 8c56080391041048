import type { Decision, InterruptKind } from "@/server/domain/interrupts/interrupt";
import type { Json } from "@/server/domain/json";
import type { NodeOutcome, RunContext } from "@/server/domain/nodes/outcome";
import type { CallChoice } from "@/server/domain/run/fork-record";
import type { Audience, RunEvent, SnapshotToolCall } from "@/server/domain/run/events";
import type { SpanKind } from "@/server/domain/run/trace";
import type { WorkflowNode } from "@/server/domain/workflow/schema";
import type { EffectOutcome, MessageWrite, UsageWrite } from "@/server/progress/progress";
import type { Waits } from "@/server/nodes/interrupts";
import type { KnownEffect } from "@/server/progress/writer";

/** A message being streamed. Its id is opaque: end users see it. */
export interface OpenMessage {
  readonly id: string;
  readonly text: string;
  write(delta: string): void;
  /** Ends the message in the stream. `keep` also stores it in the session's history. */
  end(options: { keep: boolean; toolCalls?: SnapshotToolCall[] }): void;
}

/** What a model is thinking, being streamed; it is shown and never kept in the history. */
export interface OpenReasoning {
  write(delta: string): void;
  end(): void;
}

export interface OpenSpan {
  readonly id: string;
  complete(result: { output?: Json; attributes?: Record<string, Json> }): void;
  fail(error: unknown, result?: { attributes?: Record<string, Json> }): void;
}

/**
 * Where an executor says what it does. Everything said is durable before it is shown, in order; nothing here waits, and a
 * failed write (the run was stopped or handed on) fires the execution's signal.
 */
export interface NodeJournal {
  /** Opens a message. `everyone` is the chat; `author` is for text that only the trace shows. */
  openMessage(audience: Audience): OpenMessage;
  /** Goes on with a message that an earlier node opened and streamed on this node's behalf. */
  continueMessage(message: { id: string; text: string }): OpenMessage;
  /** Opens what a model thinks before it answers; `audience` is that of the answer. */
  openReasoning(audience: Audience): OpenReasoning;
  openSpan(span: { kind: SpanKind; name: string; input?: Json; attributes?: Record<string, Json> }): OpenSpan;
  emit(...events: RunEvent[]): void;
  /** One ledger row for one model call. */
  recordUsage(usage: Omit<UsageWrite, "id" | "nodeId">): void;
  /**
   * Records an outside call before it is made. @returns what is known of an earlier try of the same call, when there was one.
   * @throws what a failed write threw; then the call must not be made.
   */
  intendEffect(effect: { key: string; request: Json }): Promise<KnownEffect | undefined>;
  settleEffect(effect: EffectOutcome): void;
  /** Stores a message of the history that was not streamed (a tool's result). */
  keepMessage(message: Omit<MessageWrite, "nodeId">): void;
}

export interface NodeExecution<Config = unknown> {
  node: WorkflowNode;
  config: Config;
  context: RunContext;
  runId: string;
  tenantId: string;
  /** Fires when the run is stopped or no longer ours. */
  signal: AbortSignal;
  journal: NodeJournal;
  /** Idempotency key of this node's n-th outside call, the same in every attempt after a crash. */
  callKey(call: string): string;
  /** What a person chose for a call when the run was begun from a point of another; nothing where nobody chose. */
  chosenFor(call: string): Promise<ChosenCall | undefined>;
  /** Set when this node's text is streamed as the answer of the node after it. */
  streamsAnswer?: { prefix: string; suffix: string };
  /** The message that the node before streamed on this answer's behalf. */
  streamedMessage?: { id: string; text: string };
  /** What was decided about what this piece waited for; absent while nobody was asked. */
  decision?: DecidedInterrupt;
}

/** An outside call of an earlier run, and what becomes of it in this one. */
export type ChosenCall = {
  /** Kept with the record of the call, so that each choice is used once. */
  mark: { id: string; from: string; choice: CallChoice };
} & (
  | {
      choice: "keep";
      result: Json;
      /** What the model was told of it then, word by word: the database gives an object's keys back in another order. */
      told?: string;
    }
  | { choice: "again" | "skip" }
);

/** A decision that a run resumes with. */
export interface DecidedInterrupt {
  id: string;
  kind: InterruptKind;
  decision: Decision;
  /** What was shown to whoever decided: a call's arguments, or what a form began with. */
  proposal: Json;
  fingerprint: string;
  /** The run that asked. */
  runId: string;
  decidedById: string | null;
  /** Who decided, by name. */
  decidedBy: string | null;
}

export interface NodeExecutionResult extends NodeOutcome {
  /** What the node was given, templates rendered; shown as its input in the trace. */
  input?: Json;
  /** The message left open for the answer node after this one. */
  openMessage?: { id: string; text: string };
  /** A few words for the quiet line in the chat, such as "3 sources". */
  remark?: string;
}

/** Runs one attempt of a node, or says what it waits for. Expected failures are DomainErrors. */
export type NodeExecutor<Config> = (execution: NodeExecution<Config>) => Promise<NodeExecutionResult | Waits>;
