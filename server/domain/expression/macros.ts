import type { ASTNode } from "@marcbachmann/cel-js";
import { DomainError } from "../errors";
import { describeType } from "../json";
import type { Evaluator, Scope } from "./evaluator";
import { invalid } from "./invalid";

const iterationMacros: Record<string, { min: number; max: number }> = {
  all: { min: 3, max: 3 },
  exists: { min: 3, max: 3 },
  exists_one: { min: 3, max: 3 },
  filter: { min: 3, max: 3 },
  map: { min: 3, max: 4 },
};

export const macroNames: readonly string[] = ["has", ...Object.keys(iterationMacros)];

/** Whether a call is a macro: `has(x.y)`, or a method that binds a name over a list. `count` includes the receiver. */
export function isMacro(name: string, count: number, isMethod: boolean): boolean {
  if (!isMethod) return name === "has" && count === 1;
  const arity = Object.hasOwn(iterationMacros, name) ? iterationMacros[name] : undefined;
  return arity !== undefined && count >= arity.min && count <= arity.max;
}

export function evaluateMacro(evaluator: Evaluator, name: string, args: ASTNode[], scope: Scope | undefined): unknown {
  if (name === "has") return hasValue(evaluator, args[0], scope);
  const [receiver, variable, ...steps] = args;
  if (receiver === undefined || variable?.op !== "id") throw invalid(`${name}() needs the name of a variable first`);
  const items = itemsOf(name, evaluator.evaluate(receiver, scope));
  const bind = (value: unknown): Scope => ({ name: variable.args, value, outer: scope });
  return iterate(evaluator, name, items, steps, bind);
}

/** Only a missing name counts as absent; a wrong type on the way is absent too, anything else is an error. */
function hasValue(evaluator: Evaluator, target: ASTNode | undefined, scope: Scope | undefined): boolean {
  if (target?.op !== "." && target?.op !== "[]") throw invalid("has() needs a field, such as has(state.score)");
  try {
    evaluator.evaluate(target, scope);
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code !== "expression_limit") return false;
    throw error;
  }
}

function itemsOf(name: string, value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === "object" && value !== null) return Object.keys(value);
  throw invalid(`${name}() needs a list or an object; got ${describeType(value)}`);
}

function iterate(
  evaluator: Evaluator,
  name: string,
  items: unknown[],
  steps: ASTNode[],
  bind: (value: unknown) => Scope,
): unknown {
  const [first, second] = steps;
  if (first === undefined) throw invalid(`${name}() needs a step`);
  const holds = (item: unknown): boolean => evaluator.condition(first, bind(item));
  switch (name) {
    case "all":
      return items.every(holds);
    case "exists":
      return items.some(holds);
    case "exists_one":
      return items.filter(holds).length === 1;
    case "filter":
      evaluator.budget.checkList(items.length);
      return items.filter(holds);
    default:
      evaluator.budget.checkList(items.length);
      return second === undefined
        ? items.map((item) => evaluator.evaluate(first, bind(item)))
        : items.filter(holds).map((item) => evaluator.evaluate(second, bind(item)));
  }
}
