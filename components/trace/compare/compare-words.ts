import type { ComparedPair } from "./types";

/** How two sides differ, in words. */
export const differenceWords = {
  none: "same",
  "only-left": "only in A",
  "only-right": "only in B",
  status: "other outcome",
  output: "other result",
} as const satisfies Record<ComparedPair["difference"], string>;

/** A change from A to B with its sign: "+120 ms", "-$0.002". Nothing where nothing changed or one side is not known. */
export function changeOf(
  before: number | null | undefined,
  after: number | null | undefined,
  format: (value: number) => string,
): string {
  if (before === null || before === undefined || after === null || after === undefined || before === after) return "";
  const change = after - before;
  return `${change > 0 ? "+" : "-"}${format(Math.abs(change))}`;
}

/** Where a piece lies, for lists that show stages below their node: 0 for a node of the run's own graph. */
export function depthOf(address: string): number {
  return (address.match(/[/#]/g) ?? []).length;
}
