import type { RunEnd } from "./run-end";

/** A run that reports more steps than this is one that will not end. */
export const mostSteps = 1000;
/** The largest output of one step or function, in bytes of JSON. */
export const mostOutputBytes = 4 * 1024 * 1024;
/** The most a run's outputs may have together, in bytes of JSON. */
export const mostStateBytes = 32 * 1024 * 1024;

/** How many steps a run has, and the bytes of their outputs. */
export interface RunSize {
  steps: number;
  stateBytes: number;
}

/** What the outputs of these steps measure. Steps without a memo have none yet. */
export function bytesOf(memos: readonly { memo: string | null }[]): number {
  return memos.reduce((sum, { memo }) => sum + (memo === null ? 0 : Buffer.byteLength(memo)), 0);
}

/**
 * The end of a run that is larger than a run may be. A real server has the same limits.
 * @param size what the run measures with the new outputs
 * @returns null when it is within the limits
 */
export function endBeyondLimits(
  size: RunSize,
  outputs: readonly { name: string | null; memo: string }[],
): Extract<RunEnd, { status: "failed" }> | null {
  if (size.steps > mostSteps)
    return failure("StepLimitError", `The run has more than ${mostSteps} steps, the most a run may have`);
  const large = outputs.find(({ memo }) => Buffer.byteLength(memo) > mostOutputBytes);
  if (large) {
    const whose = large.name === null ? "The function" : `The step "${large.name}"`;
    return failure(
      "OutputTooLargeError",
      `${whose} gave more than 4 MB; keep large data elsewhere and return where it is`,
    );
  }
  if (size.stateBytes > mostStateBytes)
    return failure("StateTooLargeError", "The outputs of the run's steps are together more than 32 MB");
  return null;
}

function failure(name: string, message: string): Extract<RunEnd, { status: "failed" }> {
  return { status: "failed", error: { name, message } };
}
