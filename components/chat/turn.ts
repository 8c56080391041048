import type { NodeStatus, RunStatus } from "@/server/domain/run/status";
import type { NodeKind } from "@/server/domain/workflow/schema";

import type { AttachmentItem, Variants } from "./types";

/** A call of a tool inside an answer. `result` is null until it is known. */
export interface ToolCallView {
  id: string;
  name: string;
  /** JSON text, growing while the model writes it. */
  arguments: string;
  result: string | null;
  isError: boolean;
}

/** One message of the answer: words, then the tools that it called. */
export interface AnswerMessage {
  id: string;
  text: string;
  toolCalls: readonly ToolCallView[];
}

/** What a model thought on the way to the answer. */
export interface Reasoning {
  id: string;
  text: string;
}

/** One attempt at a node. */
export interface StepLine {
  nodeId: string;
  kind: NodeKind;
  title: string;
  attempt: number;
  status: NodeStatus;
  summary: string | null;
  error: string | null;
  durationMs: number | null;
  costMicros: number;
}

/** What a person said and everything that was answered to it: one run of the conversation. */
export interface Turn {
  /** Null while the server has not accepted the message yet. */
  runId: string | null;
  status: RunStatus;
  /** Null for a run that was started without a message. */
  userText: string | null;
  /** The stored message; null while it is being sent. */
  userMessageId: string | null;
  attachments: readonly AttachmentItem[];
  /** The message as it was before and after edits, and the answers to it; null where there is nothing to choose. */
  messageVariants: Variants | null;
  answerVariants: Variants | null;
  /** The run whose turn, and what follows it, gives way to this one while it is not stored yet. */
  replacesRunId: string | null;
  reasonings: readonly Reasoning[];
  messages: readonly AnswerMessage[];
  steps: readonly StepLine[];
  error: { code: string; message: string } | null;
  /** Milliseconds since the epoch. */
  startedAtMs: number | null;
  endedAtMs: number | null;
  costMicros: number;
}

/** The turn of a message that has just been sent, with the files that came with it. */
export function newTurn(userText: string, attachments: readonly AttachmentItem[] = []): Turn {
  return {
    runId: null,
    status: "queued",
    userText,
    userMessageId: null,
    attachments,
    messageVariants: null,
    answerVariants: null,
    replacesRunId: null,
    reasonings: [],
    messages: [],
    steps: [],
    error: null,
    startedAtMs: null,
    endedAtMs: null,
    costMicros: 0,
  };
}

/** The words of an answer as one Markdown text. */
export function answerText(turn: Turn): string {
  return turn.messages
    .map((message) => message.text)
    .filter((text) => text !== "")
    .join("\n\n");
}

/** The turn of an earlier message that is being answered once more. */
export function turnAgain(turn: Turn): Turn {
  return {
    ...newTurn(turn.userText ?? "", turn.attachments),
    userMessageId: turn.userMessageId,
    messageVariants: turn.messageVariants,
    replacesRunId: turn.runId,
  };
}
