import type { TreeMessage } from "./branches";

/**
 * Where a conversation is cut so that it can go on after a message: behind it and, where it made calls, behind their results,
 * because a model refuses calls that nothing answered. Of several branches the shown one counts, else the newest.
 * @param messages of one conversation, in any order
 * @param shown numbers of the shown branch's messages
 * @returns the number of the last message before the cut
 */
export function cutAfter(messages: readonly TreeMessage[], shown: ReadonlySet<number>, seq: number): number {
  const results = Map.groupBy(
    messages.filter((message) => message.role === "tool"),
    (message) => message.parentSeq,
  );
  let cut = seq;
  for (let next = results.get(cut); next !== undefined; next = results.get(cut)) {
    const seqs = next.map((message) => message.seq);
    cut = seqs.find((one) => shown.has(one)) ?? Math.max(...seqs);
  }
  return cut;
}
