import { sentencesOf } from "./language";

/** Things of a recognisable form in a message; each list in the order of the text. */
export interface Evidence {
  text: string;
  sentences: string[];
  emails: string[];
  urls: string[];
  dates: string[];
  ids: string[];
  numbers: { value: number; at: number }[];
  quotes: string[];
  names: string[];
  /** What comes after "because" or "reason:". */
  reason: string | undefined;
  /** Something to calculate, such as `12 * (7 + 1)`. */
  expression: string | undefined;
}

const patterns = {
  emails: /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g,
  urls: /https?:\/\/[^\s"'<>)]+/g,
  dates: /\b\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z?)?\b/g,
  ids: /\b[A-Za-z]{1,8}[-_#]\d+[\w-]*\b|(?<=#)\w*\d\w*\b|\b[A-Z]{1,5}\d{2,}\b/g,
};
const numberPattern = /(?<![\w.-])[$€£]?(-?\d+(?:,\d{3})*(?:\.\d+)?)(?![\w-]|\.\d)/g;
const quotePattern = /"([^"\n]+)"|“([^”\n]+)”|(?<![\p{L}\p{N}])'([^'\n]+)'(?![\p{L}\p{N}])/gu;
const expressionPattern =
  /(?<![\d.])\({0,4}\d[\d.]{0,20}\){0,4}(?:(?:\s{0,3}[+*^×÷]\s{0,3}|\s{1,3}[-/]\s{1,3})\({0,4}\d[\d.]{0,20}\){0,4})+/;
const namePattern = /\p{Lu}[\p{L}'’-]*(?:\s+\p{Lu}[\p{L}'’-]*)*/gu;

/** More things of one form than this are never needed, and would be slow to choose among. */
const maxFound = 100;

export function findEvidence(text: string): Evidence {
  // What one form has claimed is blanked out, so that the digits of A-1001 are no number and an address holds no name.
  let rest = text;
  const claim = (pattern: RegExp) => {
    const found = rest.match(pattern) ?? [];
    rest = rest.replace(pattern, (match) => " ".repeat(match.length));
    return found.slice(0, maxFound);
  };
  const quotes = [...text.matchAll(quotePattern)]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? "")
    .slice(0, maxFound);
  const emails = claim(patterns.emails);
  const urls = claim(patterns.urls);
  const dates = claim(patterns.dates);
  const ids = claim(patterns.ids);
  const numbers = [...rest.matchAll(numberPattern)]
    .slice(0, maxFound)
    .map((match) => ({ value: Number((match[1] ?? "").replaceAll(",", "")), at: match.index }));
  const expression = expressionPattern.exec(rest)?.[0];
  const reason = /\b(?:because(?: of)?|reason(?: is|:))\s+([^.!?\n]+)/i.exec(text)?.[1]?.trim();
  return {
    text,
    sentences: sentencesOf(text),
    emails,
    urls,
    dates,
    ids,
    numbers,
    quotes,
    names: namesIn(rest),
    reason,
    expression,
  };
}

/** What a clause holds first, then what the whole message holds besides. */
export function mergeEvidence(clause: Evidence, message: Evidence): Evidence {
  const merge = <Thing>(first: Thing[], rest: Thing[], key: (thing: Thing) => unknown = (thing) => thing) => [
    ...first,
    ...rest.filter((thing) => !first.some((other) => key(other) === key(thing))),
  ];
  return {
    text: message.text,
    sentences: message.sentences,
    emails: merge(clause.emails, message.emails),
    urls: merge(clause.urls, message.urls),
    dates: merge(clause.dates, message.dates),
    ids: merge(clause.ids, message.ids),
    // Places of numbers count from the start of the message.
    numbers: merge(
      message.numbers.filter((number) => clause.numbers.some((other) => other.value === number.value)),
      message.numbers,
      (number) => number.at,
    ),
    quotes: merge(clause.quotes, message.quotes),
    names: merge(clause.names, message.names),
    reason: clause.reason ?? message.reason,
    expression: clause.expression ?? message.expression,
  };
}

/** How many things are left to be used. */
export function countEvidence({ emails, urls, dates, ids, numbers, quotes, names }: Evidence): number {
  return [emails, urls, dates, ids, numbers, quotes, names].reduce((sum, list) => sum + list.length, 0);
}

/** Capitalised words but labels ("Text:"); one that only opens a sentence comes last, because it may be any word. */
function namesIn(text: string): string[] {
  const found = [...text.matchAll(namePattern)].filter(
    (match) => match[0] !== "I" && text[match.index + match[0].length] !== ":",
  );
  const opens = (at: number) => /(?:^|[.!?:\n])\s*$/.test(text.slice(Math.max(0, at - 4), at));
  const inside = found.filter((match) => !opens(match.index));
  const opening = found.filter((match) => opens(match.index) && match[0].length > 1);
  return [...inside, ...opening].slice(0, maxFound).map((match) => match[0]);
}
