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
}

const onlyReads = /^(?:get|look|find|search|list|fetch|check|read|show|view|query|lookup|retrieve|calculate)/;

/**
 * The calls that a message asks for, clause by clause. A tool is meant when a clause has a word that tells it from the
 * other tools. When only shared words fit ("order" in `find_order` and `refund_order`), the one that merely reads is
 * meant, once for the whole message or for a clause that names a thing of its own.
 */
export function chooseTools(message: string, tools: readonly OfferedTool[]): ChosenCall[] {
  const known = tools.map((tool): KnownTool => {
    const nameWords = new Set(wordsOf(humanise(tool.name)));
    return { tool, nameWords, allWords: nameWords.union(new Set(wordsOf(tool.description))) };
  });
  const clauses = message.split(/(?<=[.!?;])\s+|\n+|,?\s{1,3}(?:and|then|also)\s+/).filter((clause) => clause.trim() !== "");
  const clear = clauses.flatMap((clause) => clearlyMeant(clause, known).map((tool) => ({ tool, clause })));
  const claimed = clear.flatMap(({ clause }) => findEvidence(clause).ids);
  const unclear = clear.length === 0 ? [message] : clauses.filter((clause) => findEvidence(clause).ids.some((id) => !claimed.includes(id)));
  const vague = unclear.flatMap((clause) => vaguelyMeant(clause, known).map((tool) => ({ tool, clause })));
  const meant = [...clear, ...vague].filter((entry, index, all) => all.findIndex((other) => other.tool === entry.tool) === index);
  return meant
    .toSorted((left, right) => message.indexOf(left.clause) - message.indexOf(right.clause))
    .map(({ tool, clause }) => {
      const evidence = mergeEvidence(findEvidence(clause), findEvidence(message));
      return { name: tool.name, arguments: JSON.stringify(fillObject(tool.parameters, evidence, false)) };
    });
}

/** A clause's words; something to calculate says so without words. */
function askedWords(clause: string): ReadonlySet<string> {
  const isSum = findEvidence(clause).expression !== undefined;
  return new Set(wordsOf(isSum ? `${clause} calculator calculate arithmetic expression math` : clause));
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

function vaguelyMeant(clause: string, known: readonly KnownTool[]): OfferedTool[] {
  const asked = askedWords(clause);
  const fitting = known.filter(({ nameWords, allWords }) => !nameWords.isDisjointFrom(asked) || allWords.intersection(asked).size >= 2);
  const reads = ({ tool }: KnownTool) => Number(onlyReads.test(humanise(tool.name)));
  return fitting.toSorted((left, right) => reads(right) - reads(left)).slice(0, 1).map((entry) => entry.tool);
}
