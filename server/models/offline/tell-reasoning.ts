import { truncate } from "@/server/domain/text";
import type { Conversation } from "./chat-body";
import { humanise, wordsOf } from "./language";
import { readPrompt } from "./read-prompt";

const asksInWords =
  /\b(?:think|reason)(?:ing)? (?:step by step|aloud|out loud|first|it through|carefully)\b|\bshow (?:me )?your (?:reasoning|thinking)\b/i;
const reasoningModel = /think|reason/i;

/** A prompt that says "think step by step", or a model whose name says that it thinks. */
export function isAskedToReason({ model, system, user }: Conversation): boolean {
  return reasoningModel.test(model) || asksInWords.test(system) || asksInWords.test(user);
}

/** What the offline model really does, told as it does it: what is asked, what there is to answer from, and how it chooses. */
export function tellReasoning({ user, system, tools, toolResults, responseSchema }: Conversation): string {
  const { ask, material, isQuestion } = readPrompt(user, system);
  const words = [...new Set(ask.toLowerCase().match(/[\p{L}\p{N}]+/gu))].filter((word) => wordsOf(word).length > 0);
  const sentences = material.length === 1 ? "one sentence" : `${material.length} sentences`;
  const lines = [
    `${isQuestion ? "The question is" : "I am asked"}: “${truncate(ask, 200)}”`,
    words.length > 0
      ? `The words that tell most are ${words.slice(0, 8).join(", ")}.`
      : "It has no word that tells much.",
    material.length > 0 ? `There are ${sentences} to answer from.` : "There is no text to answer from.",
  ];
  if (toolResults.length > 0)
    lines.push(`Tools have answered: ${toolResults.map((result) => humanise(result.name)).join(", ")}.`);
  else if (tools.length > 0)
    lines.push(`I could use ${tools.map((tool) => humanise(tool.name)).join(", ")}, when its words come up.`);
  lines.push(
    responseSchema
      ? "The answer must be JSON, so I look for the value of each field."
      : "I take the sentences that share most words with what is asked, and say nothing that is not there.",
  );
  return lines.join("\n");
}
