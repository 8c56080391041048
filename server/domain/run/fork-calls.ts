import { isWithin } from "./fork";

/** An outside call as its record tells of it. */
export interface CallFacts {
  key: string;
  /** The run that made it. */
  runId: string;
  /** The piece that made it. */
  address: string;
}

interface Division {
  kept: readonly string[];
  /** The piece that a person says the result of; what happened inside it is not done again. */
  edited?: string;
  /** The runs that are segments of the execution. */
  segments: ReadonlySet<string>;
  /** For pieces that had ended: the run that executed them, which for carried ones is an earlier one. */
  executedIn: ReadonlyMap<string, string>;
}

/**
 * The outside calls that lie at or after a point, in the order given: those of the execution itself, and those of the
 * execution that it was begun from where their pieces are still what this one goes by.
 */
export function callsAfter<Call extends CallFacts>(
  calls: readonly Call[],
  { kept, edited, segments, executedIn }: Division,
): Call[] {
  const isKept = new Set(kept);
  return calls.filter(
    ({ address, runId }) =>
      !isKept.has(address) &&
      (edited === undefined || !isWithin(address, edited)) &&
      (segments.has(runId) || executedIn.get(address) === runId),
  );
}
