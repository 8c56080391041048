import type { JsonObject } from "../json";

/** A call as the model wrote it: `arguments` is text that should be a JSON object and may be anything. */
export interface ToolCall {
  id: string;
  name: string;
  arguments: string;
}

/** A file that comes with a message: `data` is Base64. */
export type ChatFile =
  | { kind: "image" | "pdf"; name: string; mime: string; data: string }
  | { kind: "text"; name: string; text: string };

/** One entry of what a model is sent. Each call of an assistant message is answered by exactly one tool message. */
export type ChatMessage =
  | { role: "system"; content: string }
  | { role: "user"; content: string; files?: readonly ChatFile[] }
  | { role: "assistant"; content: string; toolCalls?: ToolCall[] }
  | { role: "tool"; toolCallId: string; content: string };

/** A tool as offered to a model. `parameters` is a JSON schema of type object. */
export interface ToolOffer {
  name: string;
  description: string;
  parameters: JsonObject;
}

/** The conversation with files beside the last thing that was said to the model before it was first asked. */
export function withFiles(messages: readonly ChatMessage[], files: readonly ChatFile[]): readonly ChatMessage[] {
  if (files.length === 0) return messages;
  const firstAnswer = messages.findIndex((message) => message.role !== "system" && message.role !== "user");
  const asked = firstAnswer === -1 ? messages : messages.slice(0, firstAnswer);
  const at = asked.findLastIndex((message) => message.role === "user");
  const message = messages[at];
  return message?.role === "user" ? messages.with(at, { ...message, files }) : messages;
}
