import { isWithin } from "./fork";

/** A piece of an execution as far as comparing goes. */
export interface ComparedPiece {
  address: string;
  status: string;
  /** The same for the same output; null for no output. */
  outputHash: string | null;
  errorCode: string | null;
}

/** The same place in two executions; a side is absent where it never came there. */
export interface AlignedPair<Piece> {
  address: string;
  left: Piece | undefined;
  right: Piece | undefined;
  difference: "none" | "only-left" | "only-right" | "status" | "output";
}

/**
 * Puts two executions side by side: by address, in the order of the left one, what only the right one has after what it
 * followed there. @returns the pairs, and the index of the first one that differs, -1 where none does; of a node that differs
 * because something inside it does, that is what is inside
 */
export function alignPieces<Piece extends ComparedPiece>(
  left: readonly Piece[],
  right: readonly Piece[],
): { pairs: AlignedPair<Piece>[]; firstDifference: number } {
  const rightBy = new Map(right.map((piece) => [piece.address, piece]));
  const leftAddresses = new Set(left.map((piece) => piece.address));
  const inserted = new Map<string | undefined, Piece[]>();
  let anchor: string | undefined;
  for (const piece of right) {
    if (leftAddresses.has(piece.address)) {
      anchor = piece.address;
      continue;
    }
    const after = inserted.get(anchor) ?? [];
    after.push(piece);
    inserted.set(anchor, after);
  }
  const onlyRight = (after: string | undefined) =>
    (inserted.get(after) ?? []).map((piece) => pairOf<Piece>(undefined, piece, piece.address));
  const pairs = [
    ...onlyRight(undefined),
    ...left.flatMap((piece) => [pairOf(piece, rightBy.get(piece.address), piece.address), ...onlyRight(piece.address)]),
  ];
  return { pairs, firstDifference: findFirst(pairs) };
}

function findFirst(pairs: readonly AlignedPair<ComparedPiece>[]): number {
  let first = pairs.findIndex((pair) => pair.difference !== "none");
  for (let outer = pairs[first]; outer; outer = pairs[first]) {
    const { address } = outer;
    const inner = pairs.findIndex(
      (pair) => pair.difference !== "none" && pair.address !== address && isWithin(pair.address, address),
    );
    if (inner < 0) break;
    first = inner;
  }
  return first;
}

function pairOf<Piece extends ComparedPiece>(
  left: Piece | undefined,
  right: Piece | undefined,
  address: string,
): AlignedPair<Piece> {
  return { address, left, right, difference: differenceOf(left, right) };
}

function differenceOf(left: ComparedPiece | undefined, right: ComparedPiece | undefined) {
  if (!left) return "only-right";
  if (!right) return "only-left";
  if (left.status !== right.status || left.errorCode !== right.errorCode) return "status";
  return left.outputHash === right.outputHash ? "none" : "output";
}
