import type { ErrorRecord } from "../errors";
import type { InterruptNotice } from "../interrupts/interrupt";
import type { Json } from "../json";
import type { NodeKind } from "../workflow/schema";
import type { NodeStatus } from "./status";

/**
 * Who may see a message: `everyone` for what is said in the chat, `author` for an intermediate node's text. Every piece
 * carries it, so that one event can be judged alone when a client resumes in the middle.
 */
export type Audience = "everyone" | "author";

/**
 * What happens in a run, as kept in the event log of its session. The AG-UI form is derived by server/domain/agui; nothing
 * else translates. A message's or call's pieces carry its id, so that pieces of parallel nodes can interleave.
 *
 * The log keeps these promises, which AG-UI clients verify: `run.started` is first and `run.finished` or `run.failed` last;
 * before `run.finished` every started node attempt, message and call has its end; message and call ids are unique in the
 * session and opaque, because end users see them. A snapshot holds the messages that are open, with their text so far.
 * A node's id is its address in the run, see address.ts.
 */
export type RunEvent =
  | { type: "run.started"; parentRunId?: string; inputs: Json }
  | { type: "run.finished"; outcome: "success" | "cancelled"; result?: Json; pendingToolCallIds?: string[] }
  | { type: "run.finished"; outcome: "interrupt"; interrupts: InterruptNotice[]; pendingToolCallIds?: string[] }
  | { type: "run.failed"; error: ErrorRecord }
  | {
      type: "node.started";
      nodeId: string;
      kind: NodeKind;
      title: string;
      attempt: number;
      /** How many items an iteration goes through. */
      itemCount?: number;
    }
  | {
      type: "node.finished";
      nodeId: string;
      kind: NodeKind;
      title: string;
      attempt: number;
      status: NodeStatus;
      port?: string;
      error?: ErrorRecord;
      durationMs: number;
      costMicros: number;
      summary?: string;
    }
  | { type: "text.started"; messageId: string; nodeId: string; audience: Audience }
  | { type: "text.delta"; messageId: string; audience: Audience; delta: string; parts?: TextPart[] }
  | { type: "text.ended"; messageId: string; audience: Audience }
  | { type: "tool.started"; toolCallId: string; name: string; nodeId: string; parentMessageId?: string }
  | { type: "tool.args"; toolCallId: string; name: string; delta: string; parts?: TextPart[] }
  | { type: "tool.ended"; toolCallId: string; name: string }
  | { type: "tool.result"; toolCallId: string; name: string; messageId: string; content: string; isError: boolean }
  | { type: "reasoning.started"; messageId: string; nodeId: string; audience: Audience }
  | { type: "reasoning.delta"; messageId: string; audience: Audience; delta: string; parts?: TextPart[] }
  | { type: "reasoning.ended"; messageId: string; audience: Audience }
  /** An app that an agent called begins and ends its part of the run; `subagentRunId` is the call's address, see appCallOf. */
  | { type: "subagent.started"; subagentRunId: string; nodeId: string; name: string; toolCallId: string }
  | {
      type: "subagent.finished";
      subagentRunId: string;
      outcome: "success" | "suspended" | "failed";
      interruptIds?: string[];
      error?: ErrorRecord;
    }
  | { type: "state.snapshot"; state: Record<string, Json> }
  | { type: "messages.snapshot"; messages: SnapshotMessage[] };

/**
 * Where a folded delta was cut while it streamed: the event's number and how long the text was after it, in UTF-16 units.
 * A folded delta is logged under the number of its last part, so that a client that resumes between two parts still meets
 * it, and is sent only the rest.
 */
export interface TextPart {
  seq: number;
  length: number;
}

export interface SnapshotToolCall {
  id: string;
  name: string;
  arguments: string;
}

export interface SnapshotMessage {
  id: string;
  role: "user" | "assistant" | "tool" | "system";
  content: string;
  toolCalls?: SnapshotToolCall[];
  toolCallId?: string;
}

/** A logged event: `seq` is the session's own number and the SSE id. `at` is ISO 8601. */
export interface LoggedEvent {
  seq: number;
  runId: string;
  at: string;
  event: RunEvent;
}
