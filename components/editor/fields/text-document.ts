import type { ChangeSpec } from "@codemirror/state";

/** The smallest single replacement that turns one text into the other, so that the cursor and the scroll stay where they are. */
export function textChange(from: string, to: string): ChangeSpec | null {
  if (from === to) return null;
  let start = 0;
  const shorter = Math.min(from.length, to.length);
  while (start < shorter && from.charCodeAt(start) === to.charCodeAt(start)) start += 1;
  let end = 0;
  while (end < shorter - start && from.charCodeAt(from.length - 1 - end) === to.charCodeAt(to.length - 1 - end))
    end += 1;
  return { from: start, to: from.length - end, insert: to.slice(start, to.length - end) };
}
