import { wordsOf } from "./language";
import { isRelated } from "./related-words";

const optionList =
  /\b(?:one of|either|one word|exactly one|categor(?:y|ies)|labels?|options)\b[^:\n]{0,60}?(?::|\bof\b)\s*([^.\n?]+)/i;
const twoOptions =
  /\b(?:answer|reply|respond|say|return|write)\s+(?:(?:with|only|just)\s+){0,3}["'“]?(\w+)["'”]?\s+or\s+["'“]?(\w+)["'”]?/i;
const longestOption = 4;

/** The option that a prompt's own words speak for, when it asks for one of several; undefined when it does not. */
export function chooseOption(user: string, system: string): string | undefined {
  const options = optionsIn(user) ?? optionsIn(system);
  if (!options) return undefined;
  const message = user.replace(optionList, " ").replace(twoOptions, " ");
  if (options.some((option) => /^yes$/i.test(option))) return chooseYesOrNo(options, message);
  const words = new Set(wordsOf(message));
  const scored = options.map((option) => ({ option, score: score(option, words) }));
  const best = scored.toSorted((left, right) => right.score - left.score)[0];
  const other = options.find((option) => /^(?:other|unknown|none|general|unclear|neutral|normal)/i.test(option));
  return best && best.score > 0 ? best.option : (other ?? options[0]);
}

/** The same word counts more than a related one. */
function score(option: string, words: ReadonlySet<string>): number {
  return wordsOf(option)
    .flatMap((word) => [...words].map((other) => (word === other ? 3 : Number(isRelated(word, other)))))
    .reduce((sum, points) => sum + points, 0);
}

/** Yes when what is asked about comes up in the rest of the message. */
function chooseYesOrNo(options: string[], message: string): string | undefined {
  const question = /[^.!?\n]*\?/.exec(message)?.[0] ?? "";
  const rest = wordsOf(message.replace(question, " "));
  const isSupported = wordsOf(question).some((word) => rest.some((other) => isRelated(word, other)));
  return options.find((option) => (isSupported ? /^yes$/i : /^no$/i).test(option)) ?? options[0];
}

function optionsIn(prompt: string): string[] | undefined {
  const pair = twoOptions.exec(prompt);
  const listed = optionList.exec(prompt)?.[1] ?? (pair ? `${pair[1]}, ${pair[2]}` : undefined);
  const options = listed
    ?.split(/,|\/|\||\bor\b|\band\b/)
    .map((option) => option.replace(/["'`“”*]/g, "").trim())
    .filter((option) => option !== "" && option.split(/\s+/).length <= longestOption);
  return options && options.length > 1 ? options : undefined;
}
