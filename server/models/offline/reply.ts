import { isJsonObject, type JsonObject } from "@/server/domain/json";
import type { Conversation } from "./chat-body";
import { chooseTools, type ChosenCall } from "./choose-tools";
import { findEvidence } from "./evidence";
import { fillAnswer } from "./fill-schema";
import { humanise } from "./language";
import { readPrompt } from "./read-prompt";
import { isAskedToReason, tellReasoning } from "./tell-reasoning";
import { tellResults } from "./tell-results";
import { writeText } from "./write-text";

export interface Reply {
  text: string;
  /** What is told of the way to the answer; empty unless it was asked for. */
  reasoning: string;
  calls: ChosenCall[];
}

const asksForAbilities = /\bwhat (?:can|do) you (?:do|help)\b/i;

/** What the offline model answers: the same to the same conversation, always. */
export function replyTo(conversation: Conversation): Reply {
  return { ...answerTo(conversation), reasoning: isAskedToReason(conversation) ? tellReasoning(conversation) : "" };
}

function answerTo(conversation: Conversation): Omit<Reply, "reasoning"> {
  const { user, system, tools, toolResults } = conversation;
  const schema = conversation.responseSchema ?? schemaAskedFor(`${system}\n${user}`);
  if (toolResults.length === 0 && tools.length > 0) {
    const calls = chooseTools(user, tools);
    if (calls.length > 0) return { text: "", calls };
    if (asksForAbilities.test(user))
      return { text: `I can use these tools: ${tools.map((tool) => humanise(tool.name)).join(", ")}.`, calls: [] };
  }
  if (schema) {
    const told = toolResults.map((result) => result.content).join("\n");
    const material = readPrompt(withoutShape(user), "").material.join("\n");
    const evidence = findEvidence(`${material || withoutShape(user)}\n${told}`.trim());
    return { text: JSON.stringify(fillAnswer(withDefaultShape(schema), evidence), null, 2), calls: [] };
  }
  return { text: toolResults.length > 0 ? tellResults(toolResults) : writeText(user, system), calls: [] };
}

const jsonExample = /\{[^{}]*"\w+"\s*:[^{}]*\}/;
const keyList = /\b(?:keys|fields|properties)\b[^:\n]{0,20}?(?::|\bnamed\b|\bcalled\b|\s)\s*([\w",' ]+)/i;

/** The schema behind "Answer as JSON with the keys a and b" or a JSON example; undefined when no JSON is asked for. */
function schemaAskedFor(prompt: string): JsonObject | undefined {
  if (!/\bjson\b/i.test(prompt)) return undefined;
  const example = jsonExample.exec(prompt)?.[0];
  const keys = example
    ? [...example.matchAll(/"(\w+)"\s*:/g)].map((match) => match[1] ?? "")
    : (keyList.exec(prompt)?.[1] ?? "")
        .split(/,|\band\b|\s+/)
        .map((key) => key.replace(/\W/g, ""))
        .filter(Boolean);
  if (keys.length === 0)
    return /\b(?:as|in|valid|only|return|output|respond with|reply with) json\b/i.test(prompt) ? {} : undefined;
  return { type: "object", properties: Object.fromEntries(keys.map((key) => [key, { type: "string" }])) };
}

function withDefaultShape(schema: JsonObject): JsonObject {
  const saysNothing =
    Object.keys(schema).length === 0 || (schema.type === "object" && !isJsonObject(schema.properties));
  return saysNothing ? { type: "object", properties: { answer: { type: "string" } } } : schema;
}

/** The prompt without the example and the request for JSON, which are no material. */
function withoutShape(prompt: string): string {
  const kept = prompt
    .replace(jsonExample, " ")
    .split(/(?<=[.!?])\s+|\n+/)
    .filter((sentence) => !/\bjson\b/i.test(sentence));
  return kept.join("\n").trim() || prompt;
}
