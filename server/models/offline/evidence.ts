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
}

const patterns = {
  emails: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
  urls: /https?:\/\/[^\s"'<>)]+/g,
  dates: /\b\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z?)?\b/g,
  ids: /\b[A-Za-z]{1,8}[-_#]\d+[\w-]*\b|(?<=#)\w*\d\w*\b|\b[A-Z]{1,5}\d{2,}\b/g,
};
const numberPattern = /(?<![\w.-])[$€£]?(-?\d+(?:,\d{3})*(?:\.\d+)?)(?![\w-]|\.\d)/g;
const quotePattern = /"([^"\n]+)"|“([^”\n]+)”|(?<![\p{L}\p{N}])'([^'\n]+)'(?![\p{L}\p{N}])/gu;
const namePattern = /\p{Lu}[\p{L}'’-]*(?:\s+\p{Lu}[\p{L}'’-]*)*/gu;

export function findEvidence(text: string): Evidence {
  // What one form has claimed is blanked out, so that the digits of A-1001 are no number and an address holds no name.
  let rest = text;
  const claim = (pattern: RegExp) => {
    const found = rest.match(pattern) ?? [];
    rest = rest.replace(pattern, (match) => " ".repeat(match.length));
    return [...found];
  };
  const quotes = [...text.matchAll(quotePattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
  const emails = claim(patterns.emails);
  const urls = claim(patterns.urls);
  const dates = claim(patterns.dates);
  const ids = claim(patterns.ids);
  const numbers = [...rest.matchAll(numberPattern)].map((match) => ({ value: Number((match[1] ?? "").replaceAll(",", "")), at: match.index }));
  const reason = /\b(?:because(?: of)?|reason(?: is|:))\s+([^.!?\n]+)/i.exec(text)?.[1]?.trim();
  return { text, sentences: sentencesOf(text), emails, urls, dates, ids, numbers, quotes, names: namesIn(rest), reason };
}

/** Capitalised words but labels ("Text:"); one that only opens a sentence comes last, because it may be any word. */
function namesIn(text: string): string[] {
  const found = [...text.matchAll(namePattern)].filter((match) => match[0] !== "I" && text[match.index + match[0].length] !== ":");
  const opens = (at: number) => /(?:^|[.!?:\n])\s*$/.test(text.slice(0, at));
  const inside = found.filter((match) => !opens(match.index));
  const opening = found.filter((match) => opens(match.index) && match[0].length > 1);
  return [...inside, ...opening].map((match) => match[0]);
}
