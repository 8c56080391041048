/** Something that is not as it must be, with what to do about it. */
export class Finding extends Error {
  override readonly name = "Finding";
  readonly advice: string;

  /** @param problem one sentence @param advice one sentence */
  constructor(problem: string, advice: string) {
    super(problem);
    this.advice = advice;
  }
}
