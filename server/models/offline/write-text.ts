import { truncate } from "@/server/domain/text";
import { overlap, wordsOf } from "./language";
import { readPrompt, type ReadPrompt } from "./read-prompt";

/**
 * Answers a prompt from what the prompt itself holds: the option that fits, the sentences that matter, or the plain
 * statement that there is nothing to answer from. It knows nothing and claims to know nothing.
 */
export function writeText(user: string, system: string): string {
  const options = optionsIn(user) ?? optionsIn(system);
  if (options) return chooseOption(options, user);
  const prompt = readPrompt(user, system);
  const wanted = new Set(wordsOf(prompt.ask));
  const relevant = mostRelevant(prompt.material, wanted);
  if (relevant.length > 0) return relevant.join(" ");
  if (/^\s*(?:hi|hello|hey|good (?:morning|afternoon|evening))\b/i.test(user)) return "Hello. What can I do for you?";
  if (prompt.isQuestion) return cannotSay(prompt);
  return prompt.material.length > 0 ? mostCentral(prompt.material).join(" ") : restate(prompt.ask);
}

const optionList = /\b(?:one of|either|one word|exactly one|categories|labels|options)\b[^:\n]{0,60}?(?::|\bof\b)\s*([^.\n?]+)/i;

/** The options of "Answer with one of: billing, technical or other"; undefined when there are fewer than two. */
function optionsIn(prompt: string): string[] | undefined {
  const list = optionList.exec(prompt)?.[1];
  const options = list
    ?.split(/,|\/|\||\bor\b|\band\b/)
    .map((option) => option.replace(/["'`“”*]/g, "").trim())
    .filter((option) => option !== "" && option.split(/\s+/).length <= 4);
  return options && options.length > 1 ? options : undefined;
}

function chooseOption(options: string[], prompt: string): string {
  const words = wordsOf(prompt.replace(optionList, " "));
  const scored = options.map((option) => ({ option, score: wordsOf(option).filter((word) => words.some((other) => isKin(word, other))).length }));
  const best = scored.toSorted((left, right) => right.score - left.score)[0];
  const other = options.find((option) => /^(?:other|unknown|none|general|unclear)/i.test(option));
  return best && best.score > 0 ? best.option : (other ?? options[0] ?? "");
}

function isKin(left: string, right: string): boolean {
  const length = Math.min(left.length, right.length);
  return left === right || (length >= 4 && left.slice(0, length) === right.slice(0, length));
}

/** At most two sentences that share most with the question, in the order of the text. */
function mostRelevant(material: string[], wanted: ReadonlySet<string>): string[] {
  const scored = material.map((sentence, index) => ({ sentence, index, score: overlap(wanted, sentence) }));
  const best = Math.max(0, ...scored.map((entry) => entry.score));
  if (best === 0) return [];
  const chosen = scored.filter((entry) => entry.score >= Math.max(1, best - 1)).toSorted((left, right) => right.score - left.score || left.index - right.index);
  return chosen.slice(0, 2).toSorted((left, right) => left.index - right.index).map((entry) => entry.sentence);
}

/** At most two sentences whose words come up most often. */
function mostCentral(material: string[]): string[] {
  const counts = new Map<string, number>();
  for (const word of material.flatMap(wordsOf)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const weigh = (sentence: string) => {
    const words = wordsOf(sentence);
    return words.reduce((sum, word) => sum + (counts.get(word) ?? 0), 0) / Math.sqrt(Math.max(words.length, 1));
  };
  const ranked = material.map((sentence, index) => ({ sentence, index, weight: weigh(sentence) })).toSorted((left, right) => right.weight - left.weight);
  return ranked.slice(0, 2).toSorted((left, right) => left.index - right.index).map((entry) => entry.sentence);
}

function cannotSay({ ask, material }: ReadPrompt): string {
  const about = truncate(ask, 200);
  return material.length > 0
    ? `The material at hand does not answer this: “${about}”`
    : `There is nothing in this conversation to answer this from: “${about}”`;
}

function restate(ask: string): string {
  if (ask === "") return "There was no text to answer.";
  return `The request was: “${truncate(ask, 300)}” Nothing else was given to work from, so there is no more to say about it.`;
}
