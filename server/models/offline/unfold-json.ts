import { isJsonObject, type Json } from "@/server/domain/json";
import { truncate } from "@/server/domain/text";
import { capitalise, humanise } from "./language";

const maxNesting = 3;
const maxBlocks = 50;

/** JSON text as a value; undefined when it is none. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/**
 * The leaves of a value as "order id A-1001". A leaf that is a sentence of its own stands without its name. What lies
 * deeper than three levels is left out.
 */
export function factsOf(value: Json, name = "", depth = 0): string[] {
  if (value === null || value === "" || depth > maxNesting) return [];
  if (Array.isArray(value)) return value.flatMap((item) => factsOf(item, name, depth + 1));
  if (isJsonObject(value)) return Object.entries(value).flatMap(([key, item]) => factsOf(item, key, depth + 1));
  const text = truncate(String(value), 1000);
  return [name && !isSentence(text) ? `${humanise(name)} ${text}` : text];
}

/** A prompt with each JSON block in it replaced by sentences, one for each entry of a list. */
export function unfoldJson(text: string): string {
  let result = "";
  let rest = text;
  for (let blocks = 0; blocks < maxBlocks; blocks++) {
    const start = rest.search(/[[{]/);
    if (start < 0) break;
    const end = endOfBlock(rest, start);
    const value = end === undefined ? undefined : parseJson(rest.slice(start, end));
    // `[1]` and `{}` are signs of a text, not data.
    const isData =
      value !== undefined &&
      (Array.isArray(value) ? value.some((item) => typeof item === "object") : factsOf(value).length > 0);
    result += rest.slice(0, start) + (isData ? `\n${tellBlock(value)}\n` : rest[start]);
    rest = rest.slice(isData ? end : start + 1);
  }
  return result + rest;
}

function tellBlock(value: Json): string {
  const entries = Array.isArray(value) ? value : [value];
  return entries
    .map((entry) => {
      const facts = factsOf(entry);
      const sentences = facts.filter(isSentence);
      return sentences.length > 0 ? sentences.join("\n") : `${capitalise(facts.join(", "))}.`;
    })
    .join("\n");
}

function isSentence(text: string): boolean {
  return /\s\S+\s/.test(text) && /[.!?]$/.test(text.trim());
}

/** Where the bracket at `start` closes, brackets inside strings left out. */
function endOfBlock(text: string, start: number): number | undefined {
  let depth = 0;
  let isInString = false;
  for (let at = start; at < text.length; at++) {
    const sign = text[at];
    if (isInString) {
      if (sign === "\\") at += 1;
      else if (sign === '"') isInString = false;
    } else if (sign === '"') isInString = true;
    else if (sign === "[" || sign === "{") depth += 1;
    else if ((sign === "]" || sign === "}") && --depth === 0) return at + 1;
  }
  return undefined;
}
