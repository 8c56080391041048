import { DomainError } from "../errors";

/** The refusal of an expression that cannot be evaluated on this data. */
export function invalid(message: string): DomainError {
  return new DomainError("expression_invalid", `${message}.`);
}
