import { containerKindOf } from "../workflow/containers";
import type { Workflow } from "../workflow/schema";
import { nodeAddressOf } from "./address";

/** What is known of the last attempt of a piece of a run. */
export interface ForkRow {
  address: string;
  status: string;
  /** The way on that it led to; null for a failure that nothing handled. */
  port: string | null;
}

export interface ForkPoint {
  /** The piece from which on everything is done again. */
  address: string;
  /** A piece that is not done again because a person says what it came to; everything after it is. */
  edited?: string;
}

export interface ForkPlan {
  /** Addresses of the pieces whose results the new run begins with. */
  kept: string[];
  /** Addresses of the pieces that are done again, where the new run leads there. */
  again: string[];
}

/**
 * Divides a run at a point: what does not lie at or after it is kept, the rest is done again. Nodes that run beside the point
 * are kept, and so are the other items of an iteration and the other calls of an agent's round. What failed without anything
 * handling it is done again wherever it lies, because a run that kept it would fail at once.
 * @param workflow the document that ran; what another workflow or app did inside a node is done again as a whole
 */
export function planFork(workflow: Workflow, rows: readonly ForkRow[], { address, edited }: ForkPoint): ForkPlan {
  const isAfter = order(workflow);
  const kept: string[] = [];
  const again: string[] = [];
  for (const row of rows) {
    const isKept =
      row.address === edited ||
      (!isAfter(row.address, address) &&
        (edited === undefined || !isAfter(row.address, edited)) &&
        !(row.status === "failed" && row.port === null));
    (isKept ? kept : again).push(row.address);
  }
  return { kept, again };
}

/** Whether a piece belongs to another: a stage of its node, or anything inside it. */
export function isWithin(address: string, piece: string): boolean {
  return address === piece || (address.startsWith(piece) && "#[/".includes(address.charAt(piece.length)));
}

/** Whether a piece lies at or after a point of the run. */
type IsAtOrAfter = (address: string, point: string) => boolean;

function order(workflow: Workflow): IsAtOrAfter {
  const successors = Map.groupBy(workflow.edges, (edge) => edge.source);
  const reached = new Map<string, ReadonlySet<string>>();
  const loops = new Set(workflow.nodes.filter((node) => containerKindOf(node) === "loop").map((node) => node.id));

  const after = (nodeId: string): ReadonlySet<string> => {
    const known = reached.get(nodeId);
    if (known) return known;
    const found = new Set<string>();
    const open = [nodeId];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const { target } of successors.get(at) ?? []) {
        if (found.has(target)) continue;
        found.add(target);
        open.push(target);
      }
    }
    reached.set(nodeId, found);
    return found;
  };

  return (address, point) => {
    const [pieces, marks] = [levelsOf(address), levelsOf(point)];
    let isOwnGraph = true;
    for (const [depth, mark] of marks.entries()) {
      const piece = pieces[depth];
      // It contains the point, so it ends after it.
      if (!piece) return true;
      // What happened inside another workflow is not told apart.
      if (!isOwnGraph) return true;
      if (piece.nodeId !== mark.nodeId) return after(mark.nodeId).has(piece.nodeId);
      const isLast = depth === marks.length - 1;
      if (isLast && mark.part === undefined) return true;
      if (piece.part !== mark.part) return comesAfter(piece, mark, loops);
      if (isLast) return true;
      isOwnGraph = mark.isItem;
    }
    return true;
  };
}

interface Level {
  nodeId: string;
  /** The stage, or the item's number, that the address goes on with; absent for the node itself. */
  part?: string;
  isItem: boolean;
}

/** `items[3]/ask#2.1` as its levels: item 3 of `items`, then stage 2.1 of `ask`. */
function levelsOf(address: string): Level[] {
  return address.split("/").map((text) => {
    const nodeId = /^[^[#]*/.exec(text)?.[0] ?? text;
    const item = /\[(\d+)\]$/.exec(text)?.[1];
    if (item !== undefined) return { nodeId, part: item, isItem: true };
    const stage = nodeAddressOf(text).length < text.length ? text.slice(nodeId.length + 1) : undefined;
    return { nodeId, ...(stage === undefined ? {} : { part: stage }), isItem: false };
  });
}

/** Of two different pieces of one node, whether the first comes after the second. */
function comesAfter(piece: Level, mark: Level, loops: ReadonlySet<string>): boolean {
  // The node itself ends after all of its pieces.
  if (piece.part === undefined) return true;
  if (piece.isItem && mark.isItem) return loops.has(mark.nodeId) && Number(piece.part) > Number(mark.part);
  const [round, call] = placeOf(piece);
  const [markRound, markCall] = placeOf(mark);
  if (round !== markRound) return round > markRound;
  // A round's calls come after it and beside each other.
  return call > 0 && markCall === 0;
}

/** What a stage is by number: an agent's round and call; the end of a container comes last, what is inside it between. */
function placeOf({ part, isItem }: Level): [round: number, call: number] {
  if (part === undefined || isItem) return [1, 0];
  const [, round, call] = /^(\d+)(?:\.(\d+))?$/.exec(part) ?? [];
  return round === undefined ? [Infinity, 0] : [Number(round), Number(call ?? 0)];
}
