import type { OfferedTool } from "./chat-body";
import { findEvidence } from "./evidence";
import { fillObject } from "./fill-schema";
import { humanise, wordsOf } from "./language";

export interface ChosenCall {
  name: string;
  arguments: string;
}

const onlyReads = /^(?:get|look|find|search|list|fetch|check|read|show|view|query|lookup|retrieve|calculate)/;

/**
 * The calls that a message asks for. A tool is meant when the message has a word that tells it from the other tools; when
 * only shared words fit ("order" in `find_order` and `refund_order`), the one that merely reads is meant.
 */
export function chooseTools(message: string, tools: readonly OfferedTool[]): ChosenCall[] {
  const asked = new Set(wordsOf(message));
  const known = tools.map((tool) => ({
    tool,
    nameWords: new Set(wordsOf(humanise(tool.name))),
    allWords: new Set(wordsOf(`${humanise(tool.name)} ${tool.description}`)),
  }));
  const scored = known.map((entry) => {
    const own = (word: string) => known.filter((other) => other.allWords.has(word)).length === 1;
    const named = [...entry.nameWords].filter((word) => asked.has(word));
    const described = [...entry.allWords].filter((word) => asked.has(word) && !entry.nameWords.has(word));
    const distinctive = 2 * named.filter(own).length + described.filter(own).length;
    return { tool: entry.tool, distinctive, hasName: named.length > 0, isShared: named.length + described.length > 1 };
  });
  const clear = scored.filter((entry) => entry.distinctive >= 2);
  const meant = clear.length > 0 ? clear : scored.filter((entry) => entry.hasName || entry.isShared).toSorted(readersFirst).slice(0, 1);
  const evidence = findEvidence(message);
  return meant.map(({ tool }) => ({ name: tool.name, arguments: JSON.stringify(fillObject(tool.parameters, evidence, false)) }));
}

function readersFirst(left: { tool: OfferedTool; distinctive: number }, right: { tool: OfferedTool; distinctive: number }): number {
  const reads = (entry: { tool: OfferedTool }) => Number(onlyReads.test(humanise(entry.tool.name)));
  return reads(right) - reads(left) || right.distinctive - left.distinctive;
}
