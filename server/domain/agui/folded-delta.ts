import type { TextPart } from "../run/events";

/**
 * The text of a delta that a client who has seen everything up to number `after` still lacks. `parts` rise in both
 * number and length.
 */
export function restOfDelta(event: { delta: string; parts?: TextPart[] }, after: number): string {
  const lastSeen = event.parts?.findLast((part) => part.seq <= after);
  return lastSeen ? event.delta.slice(lastSeen.length) : event.delta;
}
