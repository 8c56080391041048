import { truncate } from "@/server/domain/text";
import { chooseOption } from "./choose-option";
import { wordsOf } from "./language";
import { readPrompt, type ReadPrompt } from "./read-prompt";

const greeting = /^\s*(?:hi|hello|hey|good (?:morning|afternoon|evening))\b[^?]{0,40}$/i;
const thanks = /^\s*(?:thanks|thank you|cheers)\b[^?]{0,40}$/i;
/** A second sentence is told only when it fits almost as well as the first. */
const nearlyAsGood = 0.7;

/**
 * Answers a prompt from what the prompt itself holds: the option that fits, the sentences that matter, or the plain
 * statement that there is nothing to answer from. It knows nothing and claims to know nothing.
 */
export function writeText(user: string, system: string): string {
  if (greeting.test(user)) return "Hello. What can I do for you?";
  if (thanks.test(user)) return "You are welcome.";
  const option = chooseOption(user, system);
  if (option !== undefined) return option;
  const prompt = readPrompt(user, system);
  const relevant = mostRelevant(prompt.material, new Set(wordsOf(prompt.ask)));
  if (prompt.isQuestion) return relevant.length > 0 ? relevant.join(" ") : nothingOn(prompt);
  return prompt.material.length > 0 ? mostCentral(prompt.material).join(" ") : nothingOn(prompt);
}

/** At most two sentences that share most with the question, in the order of the text; rare words count more. */
function mostRelevant(material: string[], wanted: ReadonlySet<string>): string[] {
  const words = material.map((sentence) => new Set(wordsOf(sentence)).intersection(wanted));
  const weights = new Map([...wanted].map((word) => [word, 1 / words.filter((found) => found.has(word)).length]));
  const scored = material.map((sentence, index) => ({
    sentence,
    index,
    score: sum([...(words[index] ?? [])].map((word) => weights.get(word) ?? 0)),
  }));
  const best = scored.reduce((most, entry) => Math.max(most, entry.score), 0);
  const chosen = scored
    .filter((entry) => entry.score > 0 && entry.score >= nearlyAsGood * best)
    .toSorted((left, right) => right.score - left.score);
  return chosen
    .slice(0, 2)
    .toSorted((left, right) => left.index - right.index)
    .map((entry) => entry.sentence);
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** At most two sentences whose words come up most often. */
function mostCentral(material: string[]): string[] {
  const counts = new Map<string, number>();
  for (const word of material.flatMap(wordsOf)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const weigh = (sentence: string) => {
    const words = wordsOf(sentence);
    return sum(words.map((word) => counts.get(word) ?? 0)) / Math.sqrt(Math.max(words.length, 1));
  };
  const ranked = material
    .map((sentence, index) => ({ sentence, index, weight: weigh(sentence) }))
    .toSorted((left, right) => right.weight - left.weight);
  return ranked
    .slice(0, 2)
    .toSorted((left, right) => left.index - right.index)
    .map((entry) => entry.sentence);
}

function nothingOn({ ask, material }: ReadPrompt): string {
  if (ask === "") return "There was no text to answer.";
  const words = truncate(ask, 300);
  return material.length > 0
    ? `The text I was given says nothing on this: “${words}”`
    : `I was asked: “${words}” I can only work with text that comes with the question, such as documents or what a tool returns, and there is none here.`;
}
