const stopWords = new Set(
  "a about above after all also am an and any are as at be because been before being below between both but by can could did do does doing down each few for from further get given had has have having he her here hers him his how i if in into is it its just let like me more most my no nor not now of off on once only or other our out over own please same she should so some such tell than that the their them then there these they this those through to too tool under until up us use used uses using very want was we were what when where which while who whom why will with would you your id".split(
    " ",
  ),
);

/** Sentences of a text in order, without list marks and headings' signs. A line break ends a sentence too. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) => sentence.replace(/^\s*(?:[-*•#>]+|\d+[.)]|\[\d+\])\s*/, "").trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

/** The words that carry meaning, lower-case and without their endings, so that "orders" meets "order". */
export function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => !stopWords.has(word)).map(stem);
}

/** How many of the words of `wanted` the text has. */
export function overlap(wanted: ReadonlySet<string>, text: string): number {
  return new Set(wordsOf(text)).intersection(wanted).size;
}

function stem(word: string): string {
  if (word.length <= 3) return word;
  return word.replace(/(?:ations?|ings?|edly|ed|ies|es|s|e|y)$/u, "") || word;
}

/** `look_up_order` as people write it: "look up order". */
export function humanise(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[_.-]+/g, " ")
    .trim()
    .toLowerCase();
}

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
