import type { ASTNode } from "@marcbachmann/cel-js";
import { callFunction } from "./expression-functions";
import { isAbsent, isTruthy, missing, textOf, type Scope } from "./expression-values";

/**
 * Evaluates an expression the way an Inngest server does, which is not standard CEL: a missing attribute is null-like
 * and never an error, `&& || ?:` go by truthiness and give back their operands, strings and numbers concatenate.
 * @throws Error for an unknown function or an operation its operands do not allow
 */
export function evaluate(node: ASTNode, scope: Scope): unknown {
  switch (node.op) {
    case "value":
      return literal(node.args);
    case "id":
      return Object.hasOwn(scope, node.args) ? (scope[node.args] ?? null) : missing;
    case ".":
    case ".?":
      return member(evaluate(node.args[0], scope), node.args[1]);
    case "[]":
    case "[?]":
      return member(evaluate(node.args[0], scope), evaluate(node.args[1], scope));
    case "list":
      return node.args.map((item) => evaluate(item, scope));
    case "map":
      return Object.fromEntries(
        node.args.map(([key, value]) => [String(evaluate(key, scope)), evaluate(value, scope)]),
      );
    case "!_":
      return !isTruthy(evaluate(node.args, scope));
    case "-_":
      return -Number(zeroIfNull(evaluate(node.args, scope), 0));
    case "&&": {
      const left = evaluate(node.args[0], scope);
      return isTruthy(left) ? evaluate(node.args[1], scope) : left;
    }
    case "||": {
      const left = evaluate(node.args[0], scope);
      return isTruthy(left) ? left : evaluate(node.args[1], scope);
    }
    case "?:":
      return evaluate(isTruthy(evaluate(node.args[0], scope)) ? node.args[1] : node.args[2], scope);
    case "call":
      return callFunction({ name: node.args[0], receiver: null, args: node.args[1] }, scope, evaluate);
    case "rcall":
      return callFunction({ name: node.args[0], receiver: node.args[1], args: node.args[2] }, scope, evaluate);
    default:
      return binary(node.op, evaluate(node.args[0], scope), evaluate(node.args[1], scope));
  }
}

/** Equality by value; missing and null are equal to each other and to nothing else. */
export function isEqual(left: unknown, right: unknown): boolean {
  if (isAbsent(left) || isAbsent(right)) return isAbsent(left) && isAbsent(right);
  if (typeof left !== "object" || typeof right !== "object") return left === right;
  return JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
}

function literal(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "object" && value !== null && !(value instanceof Uint8Array)) return Number(value.valueOf());
  return value;
}

function member(target: unknown, key: unknown): unknown {
  if (typeof target !== "object" || target === null) return missing;
  const name = String(key);
  return Object.hasOwn(target, name) ? (target as Record<string, unknown>)[name] : missing;
}

function binary(op: string, left: unknown, right: unknown): unknown {
  switch (op) {
    case "==":
      return isEqual(left, right);
    case "!=":
      return !isEqual(left, right);
    case "<":
      return compare(left, right) < 0;
    case "<=":
      return compare(left, right) <= 0;
    case ">":
      return compare(left, right) > 0;
    case ">=":
      return compare(left, right) >= 0;
    case "in":
      if (Array.isArray(right)) return right.some((item) => isEqual(item, left));
      return typeof right === "object" && right !== null && Object.hasOwn(right, String(left));
    case "+":
      return add(zeroIfNull(left, right), zeroIfNull(right, left));
    default:
      return arithmetic(op, zeroIfNull(left, 0), zeroIfNull(right, 0));
  }
}

function add(left: unknown, right: unknown): unknown {
  if (Array.isArray(left) && Array.isArray(right)) return [...left, ...right];
  if (typeof left === "number" && typeof right === "number") return left + right;
  return textOf(left) + textOf(right);
}

function arithmetic(op: string, left: unknown, right: unknown): number {
  if (typeof left !== "number" || typeof right !== "number") throw new Error(`"${op}" needs two numbers`);
  if (op === "-") return left - right;
  if (op === "*") return left * right;
  if (op === "/") return left / right;
  if (op === "%") return left % right;
  throw new Error(`Unknown operator "${op}"`);
}

function compare(left: unknown, right: unknown): number {
  if (left === missing || right === missing) return Number(right === missing) - Number(left === missing);
  const a = zeroIfNull(left, right);
  const b = zeroIfNull(right, left);
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : Number(a > b);
  if (typeof a === "number" && typeof b === "number") return a - b;
  return Number.NaN; // values of different kinds have no order: every comparison is false
}

/** A null takes the zero value of what it is combined with. */
function zeroIfNull(value: unknown, other: unknown): unknown {
  if (!isAbsent(value)) return value;
  if (typeof other === "string") return "";
  if (typeof other === "boolean") return false;
  return Array.isArray(other) ? [] : 0;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
