/** What a stage found wrong: the cause, and what to do next. */
export class SmokeFailure extends Error {
  /**
   * @param {string} cause
   * @param {string} nextStep
   */
  constructor(cause, nextStep) {
    super(cause);
    this.nextStep = nextStep;
  }
}

/**
 * @param {unknown} condition
 * @param {string} cause
 * @param {string} nextStep
 * @returns {asserts condition}
 */
export function must(condition, cause, nextStep) {
  if (!condition) throw new SmokeFailure(cause, nextStep);
}
