import type { CallChoice } from "@/server/domain/run/fork-record";

import type { OutsideCall } from "./types";

/** What can be chosen for a call. A result can only be kept where there is one. */
export function choicesFor({ isKeepable }: Pick<OutsideCall, "isKeepable">): { value: CallChoice; label: string }[] {
  return [
    ...(isKeepable ? [{ value: "keep" as const, label: "Keep result" }] : []),
    { value: "again", label: "Call again" },
    { value: "skip", label: "Skip" },
  ];
}

/** What a choice means for this call, in one sentence. */
export function consequence(choice: CallChoice, { host }: Pick<OutsideCall, "host">): string {
  switch (choice) {
    case "keep":
      return "Nothing is sent. The recorded result is given instead.";
    case "again":
      return `A new request is sent to ${host}, with a new idempotency key.`;
    case "skip":
      return "Nothing is sent. The node or the model is told that the call was skipped.";
  }
}

/** What became of a call, in words. */
export const outcomeWords = {
  answered: "answered",
  failed: "failed",
  uncertain: "cut off: it may or may not have happened",
  kept: "not sent, its result was kept",
  skipped: "not sent, it was skipped",
} as const satisfies Record<OutsideCall["outcome"], string>;

/** What the new run does with the outside calls, in one line. */
export function summaryOf(choices: readonly CallChoice[]): string {
  if (choices.length === 0) return "No outside call lies after this point.";
  const count = (wanted: CallChoice) => choices.filter((choice) => choice === wanted).length;
  const parts = [
    [count("keep"), "kept"],
    [count("again"), "made again"],
    [count("skip"), "skipped"],
  ] as const;
  const told = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return `${choices.length === 1 ? "1 outside call" : `${choices.length} outside calls`}: ${told.join(", ")}.`;
}
