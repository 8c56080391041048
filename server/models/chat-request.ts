import type {
  ChatCompletionContentPart,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
} from "openai/resources/chat/completions";
import type { ChatFile, ChatMessage, ToolOffer } from "@/server/domain/agent/messages";
import type { JsonObject } from "@/server/domain/json";
import type { wireToolNames } from "./tool-names";

/** What a model is asked. */
export interface ChatRequest {
  /** Absent means the provider's default. */
  model?: string;
  messages: readonly ChatMessage[];
  tools?: readonly ToolOffer[];
  temperature?: number;
  maxTokens?: number;
  /** JSON schema that the answer's text must fit, for providers that can hold a model to it. */
  responseSchema?: JsonObject;
}

type ToolNames = ReturnType<typeof wireToolNames>;

/** The request in the provider's own form. OpenAI itself refuses `max_tokens` for its newer models; others know only that. */
export function toWireRequest(
  request: ChatRequest,
  model: string,
  names: ToolNames,
  isOpenai: boolean,
): ChatCompletionCreateParamsStreaming {
  const { temperature, maxTokens, responseSchema, tools = [] } = request;
  return {
    model,
    messages: request.messages.map((message) => toWireMessage(message, names)),
    stream: true,
    stream_options: { include_usage: true },
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxTokens === undefined ? {} : isOpenai ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens }),
    ...(responseSchema
      ? { response_format: { type: "json_schema", json_schema: { name: "answer", schema: responseSchema } } }
      : {}),
    ...(tools.length > 0 ? { tools: tools.map((tool) => toWireTool(tool, names)) } : {}),
  };
}

function toWireTool(tool: ToolOffer, names: ToolNames) {
  const { name, description, parameters } = tool;
  return { type: "function" as const, function: { name: names.toWire(name), description, parameters } };
}

function toWireMessage(message: ChatMessage, names: ToolNames): ChatCompletionMessageParam {
  switch (message.role) {
    case "system":
      return { role: "system", content: message.content };
    case "user":
      if (!message.files?.length) return { role: "user", content: message.content };
      return { role: "user", content: [...message.files.map(toWirePart), { type: "text", text: message.content }] };
    case "tool":
      return { role: "tool", tool_call_id: message.toolCallId, content: message.content };
    case "assistant":
      if (!message.toolCalls?.length) return { role: "assistant", content: message.content };
      return {
        role: "assistant",
        content: message.content || null,
        tool_calls: message.toolCalls.map((call) => ({
          id: call.id,
          type: "function",
          function: { name: names.toWire(call.name), arguments: call.arguments },
        })),
      };
  }
}

/** Files go inside the request: no provider is given an address to fetch. */
function toWirePart(file: ChatFile): ChatCompletionContentPart {
  switch (file.kind) {
    case "image":
      return { type: "image_url", image_url: { url: `data:${file.mime};base64,${file.data}` } };
    case "pdf":
      return { type: "file", file: { filename: file.name, file_data: `data:${file.mime};base64,${file.data}` } };
    case "text":
      return { type: "text", text: `The file ${JSON.stringify(file.name)}:\n${file.text}` };
  }
}
