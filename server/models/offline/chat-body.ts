import { z } from "zod";
import type { JsonObject } from "@/server/domain/json";

const contentSchema = z
  .union([z.string(), z.array(z.object({ type: z.string(), text: z.string().optional() }))])
  .nullish()
  .transform((content) =>
    Array.isArray(content) ? content.map((part) => part.text ?? "").join("\n") : (content ?? ""),
  );

const jsonObjectSchema = z.record(z.string(), z.json());

/** The part of OpenAI's chat completion request that the offline model reads. */
export const chatBodySchema = z.object({
  model: z.string().default(""),
  messages: z
    .array(
      z.object({
        role: z.string(),
        content: contentSchema,
        tool_call_id: z.string().optional(),
        tool_calls: z.array(z.object({ id: z.string(), function: z.object({ name: z.string() }) })).optional(),
      }),
    )
    .min(1),
  tools: z
    .array(
      z.object({
        function: z.object({
          name: z.string(),
          description: z.string().default(""),
          parameters: jsonObjectSchema.default({}),
        }),
      }),
    )
    .default([]),
  response_format: z
    .object({ type: z.string(), json_schema: z.object({ schema: jsonObjectSchema.optional() }).optional() })
    .optional(),
});
export type ChatBody = z.infer<typeof chatBodySchema>;

export interface OfferedTool {
  name: string;
  description: string;
  parameters: JsonObject;
}

/** A conversation as the offline model looks at it. */
export interface Conversation {
  /** The name that was asked for, which says whether to reason. */
  model: string;
  system: string;
  /** The last thing that the user wrote. */
  user: string;
  /** What tools have answered since then, oldest first. */
  toolResults: { name: string; content: string }[];
  tools: OfferedTool[];
  /** Set when the answer must be JSON; an empty schema means any object. */
  responseSchema: JsonObject | undefined;
}

export function readConversation(body: ChatBody): Conversation {
  const lastUser = body.messages.findLastIndex((message) => message.role === "user");
  const toolNames = new Map(
    body.messages.flatMap((message) => message.tool_calls ?? []).map((call) => [call.id, call.function.name]),
  );
  const isSystem = (role: string) => role === "system" || role === "developer";
  const format = body.response_format;
  return {
    model: body.model,
    system: body.messages
      .filter((message) => isSystem(message.role))
      .map((message) => message.content)
      .join("\n"),
    user: body.messages[lastUser]?.content ?? "",
    toolResults: body.messages
      .slice(lastUser + 1)
      .filter((message) => message.role === "tool")
      .map((message) => ({ name: toolNames.get(message.tool_call_id ?? "") ?? "tool", content: message.content })),
    tools: body.tools.map((tool) => tool.function),
    responseSchema:
      format?.type === "json_schema"
        ? (format.json_schema?.schema ?? {})
        : format?.type === "json_object"
          ? {}
          : undefined,
  };
}
