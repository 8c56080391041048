import { parse, type ASTNode } from "@marcbachmann/cel-js";
import { evaluate } from "./expression-evaluate";
import { isTruthy, missing, textOf } from "./expression-values";

/** `event` is the event a run began with, `async` the one that has just arrived. */
export interface ExpressionVariables {
  event?: unknown;
  async?: unknown;
}

/** A compiled expression in Inngest's lenient CEL. */
export interface Expression {
  source: string;
  /** Set for `event.<path> == async.<path>`, which can be answered by an index instead of evaluation. */
  equality: { eventPath: string[]; asyncPath: string[] } | null;
  /** Whether the expression holds. An error while evaluating counts as "does not hold". */
  test(variables: ExpressionVariables): boolean;
  /** The value as a key for grouping. No value, or one that cannot be evaluated, is the key `false`. */
  key(variables: ExpressionVariables): string;
}

const longestSource = 4096;

/**
 * Compiles an expression.
 * @throws Error naming the expression when it is too long or does not parse
 */
export function compileExpression(source: string): Expression {
  if (source.length > longestSource) throw new Error(`The expression is longer than ${longestSource} characters`);
  let root: ASTNode;
  try {
    root = parse(source).ast;
  } catch (cause) {
    throw new Error(`The expression does not parse: ${source}`, { cause });
  }
  return {
    source,
    equality: equalityOf(root),
    test(variables) {
      try {
        return isTruthy(evaluate(root, { ...variables }));
      } catch {
        return false; // a wait or trigger whose expression cannot be evaluated is one that does not match
      }
    },
    key(variables) {
      try {
        const value = evaluate(root, { ...variables });
        return value === missing ? "false" : textOf(value);
      } catch {
        return "false"; // the event was accepted: its run must be created, in the group of those without a key
      }
    },
  };
}

/** Follows a path of keys through plain data; undefined when it leads nowhere. */
export function valueAt(root: unknown, path: readonly string[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/**
 * The form in which both sides of an equality are compared by the database. Missing and null are one value.
 * @returns null for lists and objects, which only the evaluator can compare
 */
export function indexableValue(value: unknown): string | null {
  if (value === undefined || value === null) return "null";
  return typeof value === "object" ? null : JSON.stringify(value);
}

function equalityOf(root: ASTNode): Expression["equality"] {
  if (root.op !== "==") return null;
  const [left, right] = root.args.map(variablePath);
  if (!left || !right) return null;
  if (left.variable === "event" && right.variable === "async") return { eventPath: left.path, asyncPath: right.path };
  if (left.variable === "async" && right.variable === "event") return { eventPath: right.path, asyncPath: left.path };
  return null;
}

function variablePath(node: ASTNode): { variable: string; path: string[] } | null {
  const path: string[] = [];
  let current = node;
  while (current.op !== "id") {
    if (current.op === ".") {
      path.unshift(current.args[1]);
    } else if (current.op === "[]" && current.args[1].op === "value" && typeof current.args[1].args === "string") {
      path.unshift(current.args[1].args);
    } else {
      return null;
    }
    current = current.args[0];
  }
  return { variable: current.args, path };
}
