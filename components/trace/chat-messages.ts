import { z } from "zod";

import type { Json } from "@/server/domain/json";
import { nodeAddressOf, stageAddress, stageOf } from "@/server/domain/run/address";

interface CalledTool {
  id: string;
  name: string;
  arguments: string;
}

/** One entry of what a model was sent, or its answer. */
export interface ModelMessage {
  role: string;
  text: string;
  toolCalls: CalledTool[];
  /** The call that a tool's message answers. */
  answers?: string;
  isAnswer: boolean;
}

export interface ModelExchange {
  messages: ModelMessage[];
  /** Names of the tools that the model was offered. */
  tools: string[];
}

const callSchema = z.object({ id: z.string().catch(""), name: z.string(), arguments: z.string().catch("") });
const messageSchema = z.object({
  role: z.string(),
  content: z.json().optional(),
  toolCalls: z.array(callSchema).catch([]),
  toolCallId: z.string().optional().catch(undefined),
});
const inputSchema = z.object({ messages: z.array(messageSchema), tools: z.array(z.string()).catch([]) });
const outputSchema = z.object({ text: z.string().catch(""), tool_calls: z.array(callSchema).catch([]) });

/** What a model was told and what it said, as a conversation; `undefined` when the span holds something else. */
export function readExchange(input: Json, output: Json): ModelExchange | undefined {
  const told = inputSchema.safeParse(input);
  if (!told.success) return undefined;
  const messages = told.data.messages.map((message): ModelMessage => ({
    role: message.role,
    text: textOf(message.content),
    toolCalls: message.toolCalls,
    ...(message.toolCallId === undefined ? {} : { answers: nameOfCall(told.data.messages, message.toolCallId) }),
    isAnswer: false,
  }));
  const said = outputSchema.safeParse(output);
  if (said.success && (said.data.text !== "" || said.data.tool_calls.length > 0)) {
    messages.push({ role: "assistant", text: said.data.text, toolCalls: said.data.tool_calls, isAnswer: true });
  }
  return { messages, tools: told.data.tools };
}

function nameOfCall(messages: readonly z.infer<typeof messageSchema>[], callId: string): string {
  return messages.flatMap((message) => message.toolCalls).find((call) => call.id === callId)?.name ?? callId;
}

function textOf(content: Json | undefined): string {
  if (content === undefined || content === null) return "";
  return typeof content === "string" ? content : JSON.stringify(content, null, 2);
}

/** A call's arguments for reading: indented when they are JSON, else as the model wrote them. */
export function prettyArguments(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // What a model writes as arguments may be no JSON at all; then the trace shows it as it is.
    return text;
  }
}

/**
 * From which piece of the run a message can be said again, by its place: of an agent's conversation what the model said in a
 * round, and what it was first told, which is where the agent begins. What tools answered is found by their own spans.
 * @param address of the model call, such as `ask#3`; the conversation of any other call has one answer and no rounds
 */
export function placesOf({ messages }: ModelExchange, address: string | null): ReadonlyMap<number, string> {
  const places = new Map<number, string>();
  const stage = address === null ? undefined : stageOf(address);
  if (address === null) return places;
  const nodeAddress = nodeAddressOf(address);
  let round = 0;
  for (const [at, { role, isAnswer }] of messages.entries()) {
    if (role === "assistant" && (stage !== undefined || isAnswer)) {
      round += 1;
      places.set(at, stage === undefined ? nodeAddress : stageAddress(nodeAddress, String(round)));
    } else if (role === "user" && round === 0) places.set(at, nodeAddress);
  }
  return places;
}
