/** Something that is not as it must be, with what to do about it. */
export class Finding extends Error {
  /**
   * @param {string} problem one sentence
   * @param {string} advice one sentence
   */
  constructor(problem, advice) {
    super(problem);
    this.name = "Finding";
    this.advice = advice;
  }
}

/**
 * @typedef {object} Patient the installation that is examined
 * @property {string} origin
 * @property {string} databaseUrl
 * @property {import("pg").Pool} sql
 */
