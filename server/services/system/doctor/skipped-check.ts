/** Thrown by a check that has nothing to find out in this installation. The message says why, in one sentence. */
export class SkippedCheck extends Error {
  override readonly name = "SkippedCheck";
}
