import { describeType } from "../json";
import { ownMember } from "../variable";
import type { Budget } from "./budget";
import { invalid } from "./invalid";
import { calculate, compareNumbers, isNumber } from "./numbers";

type Arithmetic = "+" | "-" | "*" | "/" | "%";
type Ordering = "<" | "<=" | ">" | ">=";
export type EagerOperator = Arithmetic | Ordering | "==" | "!=" | "in";

/** A binary operator on two values. Text never counts as a number, whatever it holds. */
export function operate(op: EagerOperator, left: unknown, right: unknown, budget: Budget): unknown {
  switch (op) {
    case "==":
      return isEqual(left, right, budget);
    case "!=":
      return !isEqual(left, right, budget);
    case "in":
      return isIn(left, right, budget);
    case "<":
      return compare(op, left, right) < 0;
    case "<=":
      return compare(op, left, right) <= 0;
    case ">":
      return compare(op, left, right) > 0;
    case ">=":
      return compare(op, left, right) >= 0;
    case "+":
      return add(left, right, budget);
    default:
      return arithmetic(op, left, right);
  }
}

function add(left: unknown, right: unknown, budget: Budget): unknown {
  if (typeof left === "string" && typeof right === "string") {
    budget.spendText(left.length + right.length);
    return left + right;
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    budget.checkList(left.length + right.length);
    return [...left, ...right];
  }
  return arithmetic("+", left, right);
}

function arithmetic(op: Arithmetic, left: unknown, right: unknown): unknown {
  if (isNumber(left) && isNumber(right)) return calculate(op, left, right);
  throw mismatch(op, left, right);
}

function compare(op: Ordering, left: unknown, right: unknown): number {
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right);
  if (typeof left === "string" && typeof right === "string") return left < right ? -1 : Number(left > right);
  throw mismatch(op, left, right);
}

function mismatch(op: string, left: unknown, right: unknown) {
  return invalid(`"${op}" does not work between ${describeType(left)} and ${describeType(right)}`);
}

/** Deep equality; values of different types are not equal, integers and doubles compare by value. */
function isEqual(left: unknown, right: unknown, budget: Budget): boolean {
  budget.spend(1);
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) === 0;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return left === right;
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => isEqual(item, right[index], budget));
  }
  const entries = Object.entries(left);
  if (entries.length !== Object.keys(right).length) return false;
  return entries.every(([key, value]) => {
    const other = ownMember(right, key);
    return other !== undefined && isEqual(value, other.value, budget);
  });
}

/** Whether a list holds the value, or an object has the field. */
function isIn(value: unknown, container: unknown, budget: Budget): boolean {
  if (Array.isArray(container)) return container.some((item) => isEqual(item, value, budget));
  if (typeof container === "object" && container !== null) {
    return typeof value === "string" && Object.hasOwn(container, value);
  }
  if (typeof container === "string") throw invalid('"in" looks into lists and objects; for text use contains()');
  throw mismatch("in", value, container);
}
