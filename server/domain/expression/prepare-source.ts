/** Longer expressions are refused before anything reads them. */
const maxSourceLength = 8000;
const maxUnaryRun = 32;

export interface PreparedSource {
  /** CEL text of the same length, so that positions in it are positions in the source. */
  text: string;
  /** The real name of a path segment that CEL cannot spell, by the position where it stands. */
  names: Map<number, string>;
}

export interface SourceProblem {
  message: string;
  position: number;
}

const space = /[ \t\r\n]+|\/\/[^\n]*/y;
const text =
  /[bBrR]?(?:"""(?:[^\\]|\\[^])*?"""|'''(?:[^\\]|\\[^])*?'''|"(?:[^"\\\r\n]|\\[^])*"|'(?:[^'\\\r\n]|\\[^])*')/y;
const number = /0[xX][0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /[A-Za-z_][A-Za-z0-9_]*/y;
const segment = /[\p{L}\p{N}_]+/uy;
const nodeId = /[\p{L}\p{N}_]+(?:-+[\p{L}\p{N}_]+)*/uy;
const keywords = new Set(["true", "false", "null", "in"]);

/**
 * Lets paths be written as in templates. After a dot, a segment may be a whole number (`items.0.title`), a keyword or hold
 * any letters; directly after `nodes.` the id is read greedily with its hyphens, so `nodes.check-score.text` is that node's
 * text and never a subtraction. Elsewhere a hyphen is a minus: write `state["my-name"]`. Each such segment is replaced by a
 * plain name of equal length, and its real name is kept by position.
 */
export function prepareSource(source: string): { prepared: PreparedSource } | { problem: SourceProblem } {
  if (source.length > maxSourceLength) {
    return {
      problem: { message: `An expression has at most ${maxSourceLength} characters`, position: maxSourceLength },
    };
  }
  const names = new Map<number, string>();
  let output = "";
  let position = 0;
  let previous = "";
  let beforePrevious = "";
  let unaryRun = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = position;
    return pattern.exec(source)?.[0];
  };
  while (position < source.length) {
    const gap = take(space);
    if (gap !== undefined) {
      output += gap;
      position += gap.length;
      continue;
    }
    const isSegment = previous === "." && isPathEnd(beforePrevious);
    const name = isSegment ? take(beforePrevious === rootNodes ? nodeId : segment) : undefined;
    const token = name ?? take(text) ?? take(number) ?? take(word) ?? source.charAt(position);
    unaryRun = token === "!" || token === "-" ? unaryRun + 1 : 0;
    if (unaryRun > maxUnaryRun) return { problem: { message: "Too many signs in a row", position } };
    if (name !== undefined && needsStandIn(name)) {
      names.set(position, name);
      output += "x".repeat(name.length);
    } else {
      output += token;
    }
    position += token.length;
    beforePrevious = previous;
    previous = classify(token, isSegment);
  }
  return { prepared: { text: output, names } };
}

const rootNodes = "root:nodes";

/** What a token means for the next: the root `nodes`, something a path can go on from, or itself. */
function classify(token: string, isSegment: boolean): string {
  if (!isSegment && token === "nodes") return rootNodes;
  return isSegment || /^[A-Za-z_]/.test(token) ? "name" : token;
}

function isPathEnd(token: string): boolean {
  return token === "name" || token === rootNodes || token === "]" || token === ")";
}

function needsStandIn(name: string): boolean {
  return keywords.has(name) || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}
