import { EventType, PROTOCOL_VERSION, type AGUIEvent, type RunFinishedOutcome } from "@ag-ui/core";
import { appCallOf } from "../run/address";
import type { LoggedEvent, RunEvent } from "../run/events";
import { restOfDelta } from "./folded-delta";
import { toAguiMessages } from "./messages";
import { isToolVisible, type AguiView, type ViewOptions } from "./view";
import { endUserErrorMessage } from "./end-user-error";
import { metadataKey, toAguiInterrupt } from "./to-agui-interrupt";

interface AguiOptions extends ViewOptions {
  threadId: string;
  /** What the client calls the run whose stream this is; absent means the log's own ids. */
  runId?: string;
  /** Last number that the client has seen: what it covers is not sent again. */
  after?: number;
}

/**
 * Translates one logged event to AG-UI 1.0. It needs no memory of earlier events, so a client may resume anywhere. The
 * answer is empty when the client has seen the event or may not see it. All events of one answer have the SSE id `seq`.
 */
export function toAguiEvents(logged: LoggedEvent, options: AguiOptions): AGUIEvent[] {
  const after = options.after ?? 0;
  if (logged.seq <= after) return [];
  const translated = translate(logged, options, after);
  const timestamp = Date.parse(logged.at);
  return (Array.isArray(translated) ? translated : [translated]).flatMap((event) =>
    event ? [{ ...event, timestamp }] : [],
  );
}

function translate(logged: LoggedEvent, options: AguiOptions, after: number): AGUIEvent | AGUIEvent[] | undefined {
  const { event } = logged;
  switch (event.type) {
    case "run.started":
    case "run.finished":
    case "run.failed":
      return runEvents(event, options, options.runId ?? logged.runId);
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
    case "reasoning.started":
    case "reasoning.delta":
    case "reasoning.ended":
      if (options.hidesReasoning || (options.view !== "author" && event.audience !== "everyone")) return undefined;
      return reasoningEvents(event, options.view, after);
    case "subagent.started":
    case "subagent.finished":
      return subagentEvent(event, options);
    case "state.snapshot":
      return options.view === "author" ? { type: EventType.STATE_SNAPSHOT, snapshot: event.state } : undefined;
    case "messages.snapshot":
      return { type: EventType.MESSAGES_SNAPSHOT, messages: toAguiMessages(event.messages, options) };
  }
}

type EventOf<Prefix extends string> = Extract<RunEvent, { type: `${Prefix}.${string}` }>;

function runEvents(event: EventOf<"run">, options: AguiOptions, runId: string): AGUIEvent | AGUIEvent[] {
  const { threadId, view } = options;
  switch (event.type) {
    case "run.started":
      return {
        type: EventType.RUN_STARTED,
        threadId,
        runId,
        protocolVersion: PROTOCOL_VERSION,
        ...(view === "author" && event.parentRunId ? { parentRunId: event.parentRunId } : {}),
      };
    case "run.finished":
      return [
        ...proposedCalls(event, options),
        {
          type: EventType.RUN_FINISHED,
          threadId,
          runId,
          outcome: outcomeOf(event, view),
          ...(view === "author" && "result" in event && event.result !== undefined ? { result: event.result } : {}),
        },
      ];
    case "run.failed":
      return {
        type: EventType.RUN_ERROR,
        code: event.error.code,
        message: view === "author" ? event.error.message : endUserErrorMessage(event.error.code),
        ...(view === "author" ? { metadata: { [metadataKey]: { error: event.error } } } : {}),
      };
  }
}

type RunFinished = Extract<RunEvent, { type: "run.finished" }>;

/**
 * An approval names a tool call. An end user who is not shown that tool's calls is shown this one, as it will be made,
 * right before being asked about it.
 */
function proposedCalls(event: RunFinished, options: AguiOptions): AGUIEvent[] {
  if (event.outcome !== "interrupt") return [];
  return event.interrupts.flatMap(({ kind, toolCallId, toolName, proposal }): AGUIEvent[] => {
    if (kind !== "approval" || !toolCallId || !toolName || isToolVisible(toolName, options)) return [];
    return [
      { type: EventType.TOOL_CALL_START, toolCallId, toolCallName: toolName },
      { type: EventType.TOOL_CALL_ARGS, toolCallId, delta: JSON.stringify(proposal) },
      { type: EventType.TOOL_CALL_END, toolCallId },
    ];
  });
}

function outcomeOf(event: RunFinished, view: AguiView): RunFinishedOutcome {
  switch (event.outcome) {
    case "interrupt":
      return { type: "interrupt", interrupts: event.interrupts.map((notice) => toAguiInterrupt(notice, view)) };
    case "success": {
      const pending = event.pendingToolCallIds ?? [];
      return { type: "success", ...(pending.length > 0 ? { pendingToolCallIds: pending } : {}) };
    }
    case "cancelled":
      return { type: "cancelled" };
  }
}

/** What only authors are told: the node, and the app that works on it when an agent called one. */
function fromNode(view: AguiView, nodeId: string, about: Record<string, unknown> = {}) {
  if (view !== "author") return {};
  const subagentRunId = appCallOf(nodeId);
  return { ...(subagentRunId ? { subagentRunId } : {}), metadata: { [metadataKey]: { nodeId, ...about } } };
}

function reasoningEvents(event: EventOf<"reasoning">, view: AguiView, after: number): AGUIEvent[] {
  const { messageId } = event;
  switch (event.type) {
    case "reasoning.started":
      return [
        { type: EventType.REASONING_START, messageId, ...fromNode(view, event.nodeId) },
        {
          type: EventType.REASONING_MESSAGE_START,
          messageId,
          role: "reasoning",
          ...fromNode(view, event.nodeId, { audience: event.audience }),
        },
      ];
    case "reasoning.delta":
      return [{ type: EventType.REASONING_MESSAGE_CONTENT, messageId, delta: restOfDelta(event, after) }];
    case "reasoning.ended":
      return [
        { type: EventType.REASONING_MESSAGE_END, messageId },
        { type: EventType.REASONING_END, messageId },
      ];
  }
}

/** Who works on the answer is inside; end users are told nothing of it. */
function subagentEvent(event: EventOf<"subagent">, { view }: AguiOptions): AGUIEvent | undefined {
  if (view !== "author") return undefined;
  const { subagentRunId } = event;
  if (event.type === "subagent.started") {
    const parentSubagentRunId = appCallOf(event.nodeId);
    return {
      type: EventType.SUBAGENT_STARTED,
      subagentRunId,
      name: event.name,
      parentToolCallId: event.toolCallId,
      ...(parentSubagentRunId ? { parentSubagentRunId } : {}),
      metadata: { [metadataKey]: { nodeId: event.nodeId } },
    };
  }
  if (event.outcome === "failed") {
    const error = event.error ?? { code: "internal", message: "The app that was called failed." };
    return { type: EventType.SUBAGENT_ERROR, subagentRunId, message: error.message, code: error.code };
  }
  return {
    type: EventType.SUBAGENT_FINISHED,
    subagentRunId,
    outcome:
      event.outcome === "suspended"
        ? { type: "suspended", ...(event.interruptIds ? { interruptIds: event.interruptIds } : {}) }
        : { type: "success" },
  };
}

/** AG-UI knows steps by name alone, so a repeated attempt gets a name of its own; the node's id is in the metadata. */
function stepEvent(event: EventOf<"node">): AGUIEvent {
  const { type, ...node } = event;
  return {
    type: type === "node.started" ? EventType.STEP_STARTED : EventType.STEP_FINISHED,
    stepName: event.attempt > 1 ? `${event.nodeId}#${event.attempt}` : event.nodeId,
    ...fromNode("author", event.nodeId, node),
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
        ...fromNode(view, event.nodeId, { audience: event.audience }),
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
        ...fromNode(view, event.nodeId),
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
