import type { UncertaintyPolicy } from "@/server/domain/agent/uncertainty";

/** What becomes of a call that was cut off, as people say it. */
export const uncertaintyWords = {
  retry: { label: "Call again", description: "With the same Idempotency-Key. Right for what may happen twice." },
  park: { label: "Ask a person", description: "The run waits until somebody says what became of the call." },
  fail: { label: "Fail", description: "The node fails, and nothing is called again." },
} as const satisfies Record<UncertaintyPolicy, { label: string; description: string }>;

/** "3 workflows", "1 workflow", or nothing. */
export function usesWords(count: number): string {
  if (count === 0) return "Not used";
  return count === 1 ? "1 workflow" : `${count} workflows`;
}

/** What a look at a server came to, in one sentence. */
export function lookWords(look: { added: number; changed: number; gone: number; leftOut: readonly string[] }): string {
  const parts = [
    countWords(look.added, "new tool", "new tools"),
    countWords(look.changed, "changed", "changed"),
    countWords(look.gone, "no longer offered", "no longer offered"),
    countWords(look.leftOut.length, "that can not be used", "that can not be used"),
  ].filter(Boolean);
  return parts.length === 0 ? "Nothing has changed." : `${parts.join(", ")}.`;
}

function countWords(count: number, one: string, many: string): string {
  return count === 0 ? "" : `${count} ${count === 1 ? one : many}`;
}
