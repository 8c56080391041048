import { DomainError } from "../errors";

const maxSteps = 100_000;
const maxListSize = 10_000;
const maxTextLength = 1_000_000;
/** Characters that cost as much as one step. */
const charactersPerStep = 100;

/** The work one evaluation may do. Every operation pays before or as it works; what runs out throws `expression_limit`. */
export class Budget {
  private remaining = maxSteps;

  spend(steps: number): void {
    this.remaining -= steps;
    if (this.remaining < 0) throw limit("The expression does too much work; use shorter lists or fewer nested steps.");
  }

  /** Pays for reading or making a text of that many characters. */
  spendText(length: number): void {
    if (length > maxTextLength) throw limit(`A text in the expression is longer than ${maxTextLength} characters.`);
    this.spend(Math.ceil(length / charactersPerStep));
  }

  /** Pays for a list that the expression makes. */
  checkList(size: number): void {
    if (size > maxListSize) throw limit(`A list made by the expression has more than ${maxListSize} items.`);
    this.spend(size);
  }
}

function limit(message: string): DomainError {
  return new DomainError("expression_limit", message);
}
