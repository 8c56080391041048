import { DomainError } from "../errors";
import { describeType, type Json, maxJsonDepth, setOwn } from "../json";
import type { RunContext } from "../nodes/outcome";
import { truncate } from "../text";
import type { Budget } from "./budget";
import { Evaluator } from "./evaluator";
import { invalid } from "./invalid";
import { parseExpression } from "./parse-expression";

/**
 * The value of a CEL expression on a run's data. Throws `expression_invalid`, `unknown_variable` or `expression_limit`;
 * nothing else can come out of it, whatever the source and the data are.
 */
export function evaluateExpression(source: string, context: RunContext): Json {
  const { value, budget } = evaluate(source, context);
  return toJson(value, budget, 0);
}

/** As `evaluateExpression`, for a value that must be true or false. */
export function evaluateCondition(source: string, context: RunContext): boolean {
  const { value } = evaluate(source, context);
  if (typeof value === "boolean") return value;
  const isShort = typeof value === "string" || typeof value === "number" || typeof value === "bigint";
  const shown = isShort ? `${describeType(value)} "${truncate(String(value), 60)}"` : describeType(value);
  throw invalid(`The condition must be true or false; ${truncate(source, 80)} gave ${shown}`);
}

function evaluate(source: string, context: RunContext): { value: unknown; budget: Budget } {
  const parsed = parseExpression(source);
  if (!parsed.ok)
    throw new DomainError("expression_invalid", parsed.issues[0]?.message ?? "The expression cannot be read.");
  const evaluator = new Evaluator(parsed.value, context);
  return { value: evaluator.evaluate(), budget: evaluator.budget };
}

/** A copy as JSON. It pays for every part, because parts that are shared in the value are repeated in the copy. */
function toJson(value: unknown, budget: Budget, depth: number): Json {
  budget.spend(1);
  switch (typeof value) {
    case "string":
    case "boolean":
    case "number":
      return value;
    case "bigint":
      if (!Number.isSafeInteger(Number(value))) throw invalid("The result is a whole number beyond what JSON can hold");
      return Number(value);
    case "object":
      return value === null ? null : containerToJson(value, budget, depth + 1);
    default:
      return null;
  }
}

function containerToJson(value: object, budget: Budget, depth: number): Json {
  if (depth > maxJsonDepth)
    throw new DomainError("expression_limit", "The result of the expression is nested too deeply.");
  if (Array.isArray(value)) return value.map((item) => toJson(item, budget, depth));
  const result: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) setOwn(result, key, toJson(item, budget, depth));
  return result;
}
