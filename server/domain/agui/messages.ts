import type { Message } from "@ag-ui/core";
import type { SnapshotMessage } from "../run/events";
import { isToolVisible, type ViewOptions } from "./view";

/**
 * The conversation as AG-UI messages, in order. An end user gets no system message, no call of a tool that is not shown
 * and no result of one; an assistant message that is left with nothing is left out.
 */
export function toAguiMessages(messages: SnapshotMessage[], options: ViewOptions): Message[] {
  const visibleCalls = new Set(
    messages
      .flatMap((message) => message.toolCalls ?? [])
      .filter((call) => isToolVisible(call.name, options))
      .map((call) => call.id),
  );
  return messages.flatMap((message) => toAguiMessage(message, options, visibleCalls) ?? []);
}

function toAguiMessage(message: SnapshotMessage, options: ViewOptions, visibleCalls: Set<string>): Message | undefined {
  const { id, role, content } = message;
  switch (role) {
    case "user":
      return { id, role, content };
    case "system":
      return options.view === "author" ? { id, role, content } : undefined;
    case "tool":
      return message.toolCallId !== undefined && visibleCalls.has(message.toolCallId)
        ? { id, role, content, toolCallId: message.toolCallId }
        : undefined;
    case "assistant": {
      const toolCalls = (message.toolCalls ?? [])
        .filter((call) => visibleCalls.has(call.id))
        .map((call) => ({
          id: call.id,
          type: "function" as const,
          function: { name: call.name, arguments: call.arguments },
        }));
      const wasOnlyHiddenCalls = content === "" && toolCalls.length === 0 && (message.toolCalls?.length ?? 0) > 0;
      if (wasOnlyHiddenCalls) return undefined;
      return { id, role, content, ...(toolCalls.length > 0 ? { toolCalls } : {}) };
    }
  }
}
