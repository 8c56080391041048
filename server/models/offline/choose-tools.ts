import type { OfferedTool } from "./chat-body";
import { findEvidence, mergeEvidence } from "./evidence";
import { fillObject } from "./fill-schema";
import { humanise, wordsOf } from "./language";

export interface ChosenCall {
  name: string;
  arguments: string;
}

interface KnownTool {
  tool: OfferedTool;
  nameWords: ReadonlySet<string>;
  allWords: ReadonlySet<string>;
  /** Needs to be told which thing, by an id. */
  takesId: boolean;
}

const maxClauses = 50;
const onlyReads = /^(?:get|look|find|search|list|fetch|check|read|show|view|query|lookup|retrieve|calculate)/;

/** What people say instead of the word that a tool is named after. */
const hints: { said: RegExp; means: string }[] = [
  { said: /\b(?:rain|raining|snow|sunny|umbrella|temperature)\b/i, means: "weather forecast" },
  { said: /\b(?:shipped|delivered|arrived?|parcel|package)\b/i, means: "order" },
];

/**
 * The calls that a message asks for, clause by clause. A tool is meant when a clause has a word that tells it from the
 * other tools. When only shared words fit ("order" in `find_order` and `refund_order`), the one that merely reads is
 * meant, once for the whole message or for a clause that names a thing of its own.
 */
export function chooseTools(message: string, tools: readonly OfferedTool[]): ChosenCall[] {
  const known = tools.map(knowTool);
  const clauses = message
    .split(/(?<=[.!?;])\s+|\n+|,?\s{1,3}(?:and|then|also)\s+/)
    .filter((clause) => clause.trim() !== "")
    .slice(0, maxClauses)
    .map((text) => ({ text, ids: findEvidence(text).ids, clear: clearlyMeant(text, known) }));
  const clearIds = clauses.filter((clause) => clause.clear.length > 0).flatMap((clause) => clause.ids);
  const isClear = clauses.some((clause) => clause.clear.length > 0);
  const meant = clauses.flatMap(({ text, ids, clear }) => {
    const hasOwnThing = ids.some((id) => !clearIds.includes(id));
    const vague = clear.length === 0 && (hasOwnThing || !isClear) ? vaguelyMeant(text, ids, known) : [];
    return [...clear, ...vague].map((tool) => ({ tool, text, ids }));
  });
  const whole = findEvidence(message);
  return meant
    .filter(({ tool, ids }, index) => {
      const earlier = meant.slice(0, index).filter((other) => other.tool === tool);
      return earlier.length === 0 || ids.some((id) => !earlier.some((other) => other.ids.includes(id)));
    })
    .map(({ tool, text }) => {
      const evidence = mergeEvidence(findEvidence(text), whole);
      return { name: tool.name, arguments: JSON.stringify(fillObject(tool.parameters, evidence, false)) };
    });
}

function knowTool(tool: OfferedTool): KnownTool {
  const nameWords = new Set(wordsOf(humanise(tool.name)));
  const required = Array.isArray(tool.parameters.required) ? tool.parameters.required : [];
  return {
    tool,
    nameWords,
    allWords: nameWords.union(new Set(wordsOf(tool.description))),
    takesId: required.some(
      (name) => typeof name === "string" && /\b(?:id|number|code|reference)$/.test(humanise(name)),
    ),
  };
}

/** A clause's words, with what it says in other words; something to calculate says so without words. */
function askedWords(clause: string): ReadonlySet<string> {
  const hinted = hints.filter(({ said }) => said.test(clause)).map(({ means }) => means);
  const sums = findEvidence(clause).expression === undefined ? [] : ["calculator calculate arithmetic expression math"];
  return new Set(wordsOf([clause, ...hinted, ...sums].join(" ")));
}

function clearlyMeant(clause: string, known: readonly KnownTool[]): OfferedTool[] {
  const asked = askedWords(clause);
  const isOwn = (word: string) => known.filter((other) => other.allWords.has(word)).length === 1;
  return known
    .filter(({ nameWords, allWords }) => {
      const own = [...allWords].filter((word) => asked.has(word) && isOwn(word));
      return own.some((word) => nameWords.has(word)) || own.length >= 2;
    })
    .map((entry) => entry.tool);
}

function vaguelyMeant(clause: string, ids: readonly string[], known: readonly KnownTool[]): OfferedTool[] {
  const asked = askedWords(clause);
  const reads = ({ tool }: KnownTool) => onlyReads.test(humanise(tool.name));
  const fits = (entry: KnownTool) =>
    !entry.nameWords.isDisjointFrom(asked) ||
    entry.allWords.intersection(asked).size >= 2 ||
    (ids.length > 0 && entry.takesId && reads(entry));
  const fitting = known.filter(fits).toSorted((left, right) => Number(reads(right)) - Number(reads(left)));
  return fitting.slice(0, 1).map((entry) => entry.tool);
}
