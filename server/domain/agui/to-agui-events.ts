import { EventType, PROTOCOL_VERSION, type AGUIEvent } from "@ag-ui/core";
import type { LoggedEvent, RunEvent } from "../run/events";
import { restOfDelta } from "./folded-delta";
import { toAguiMessages } from "./messages";
import { isToolVisible, type AguiView, type ViewOptions } from "./view";
import { endUserErrorMessage } from "./end-user-error";

interface AguiOptions extends ViewOptions {
  threadId: string;
  /** The run's id as the client knows it; absent means the log's own. */
  runId?: string;
  /** Last number that the client has seen: what it covers is not sent again. */
  after?: number;
}

/** Key under which events carry what AG-UI has no field for; only authors are sent it. */
const metadataKey = "signalbox";

/**
 * Translates one logged event to AG-UI 1.0. It needs no memory of earlier events, so a client may resume anywhere. The
 * answer is empty when the client has seen the event or may not see it. All events of one answer have the SSE id `seq`.
 */
export function toAguiEvents(logged: LoggedEvent, options: AguiOptions): AGUIEvent[] {
  const after = options.after ?? 0;
  if (logged.seq <= after) return [];
  const event = translate(logged, options, after);
  return event ? [{ ...event, timestamp: Date.parse(logged.at) }] : [];
}

function translate(logged: LoggedEvent, options: AguiOptions, after: number): AGUIEvent | undefined {
  const { event } = logged;
  switch (event.type) {
    case "run.started":
    case "run.finished":
    case "run.failed":
      return runEvent(event, options, options.runId ?? logged.runId);
    case "node.started":
    case "node.finished":
      return options.view === "author" ? stepEvent(event) : undefined;
    case "text.started":
    case "text.delta":
    case "text.ended":
      if (options.view !== "author" && event.audience !== "everyone") return undefined;
      return textEvent(event, options.view, after);
    case "tool.started":
    case "tool.args":
    case "tool.ended":
    case "tool.result":
      return isToolVisible(event.name, options) ? toolEvent(event, options.view, after) : undefined;
    case "messages.snapshot":
      return { type: EventType.MESSAGES_SNAPSHOT, messages: toAguiMessages(event.messages, options) };
  }
}

type EventOf<Prefix extends string> = Extract<RunEvent, { type: `${Prefix}.${string}` }>;

function runEvent(event: EventOf<"run">, options: AguiOptions, runId: string): AGUIEvent {
  const { threadId, view } = options;
  switch (event.type) {
    case "run.started":
      return {
        type: EventType.RUN_STARTED,
        threadId,
        runId,
        protocolVersion: PROTOCOL_VERSION,
        ...(event.parentRunId ? { parentRunId: event.parentRunId } : {}),
      };
    case "run.finished":
      return {
        type: EventType.RUN_FINISHED,
        threadId,
        runId,
        outcome: { type: event.outcome },
        ...(view === "author" && event.result !== undefined ? { result: event.result } : {}),
      };
    case "run.failed":
      return {
        type: EventType.RUN_ERROR,
        code: event.error.code,
        message: view === "author" ? event.error.message : endUserErrorMessage(event.error.code),
        ...(view === "author" ? { metadata: { [metadataKey]: { error: event.error } } } : {}),
      };
  }
}

/** AG-UI knows steps by name alone, so a repeated attempt gets a name of its own; the node's id is in the metadata. */
function stepEvent(event: EventOf<"node">): AGUIEvent {
  const { type, ...node } = event;
  return {
    type: type === "node.started" ? EventType.STEP_STARTED : EventType.STEP_FINISHED,
    stepName: event.attempt > 1 ? `${event.nodeId}#${event.attempt}` : event.nodeId,
    metadata: { [metadataKey]: node },
  };
}

function textEvent(event: EventOf<"text">, view: AguiView, after: number): AGUIEvent {
  const { messageId } = event;
  switch (event.type) {
    case "text.started":
      return {
        type: EventType.TEXT_MESSAGE_START,
        messageId,
        role: "assistant",
        ...(view === "author"
          ? { metadata: { [metadataKey]: { nodeId: event.nodeId, audience: event.audience } } }
          : {}),
      };
    case "text.delta":
      return { type: EventType.TEXT_MESSAGE_CONTENT, messageId, delta: restOfDelta(event, after) };
    case "text.ended":
      return { type: EventType.TEXT_MESSAGE_END, messageId };
  }
}

function toolEvent(event: EventOf<"tool">, view: AguiView, after: number): AGUIEvent {
  const { toolCallId } = event;
  const isAuthor = view === "author";
  switch (event.type) {
    case "tool.started":
      return {
        type: EventType.TOOL_CALL_START,
        toolCallId,
        toolCallName: event.name,
        // The message may be one that an end user is not shown.
        ...(isAuthor && event.parentMessageId ? { parentMessageId: event.parentMessageId } : {}),
        ...(isAuthor ? { metadata: { [metadataKey]: { nodeId: event.nodeId } } } : {}),
      };
    case "tool.args":
      return { type: EventType.TOOL_CALL_ARGS, toolCallId, delta: restOfDelta(event, after) };
    case "tool.ended":
      return { type: EventType.TOOL_CALL_END, toolCallId };
    case "tool.result":
      return {
        type: EventType.TOOL_CALL_RESULT,
        toolCallId,
        messageId: event.messageId,
        role: "tool",
        content: event.content,
        ...(isAuthor ? { metadata: { [metadataKey]: { isError: event.isError } } } : {}),
      };
  }
}
