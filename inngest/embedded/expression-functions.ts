import type { ASTNode } from "@marcbachmann/cel-js";
import { delayFromText } from "./duration";
import { isAbsent, isTruthy, missing, textOf, type Scope } from "./expression-values";

const longestPattern = 200;
const longestMatchedText = 10_000;

type Plain = (...values: unknown[]) => unknown;

const functions: Record<string, Plain> = {
  size: (value) =>
    typeof value === "string" || Array.isArray(value) ? value.length : Object.keys(objectOf(value)).length,
  string: (value) => textOf(value),
  int: (value) => Math.trunc(Number(isAbsent(value) ? 0 : value)),
  double: (value) => Number(isAbsent(value) ? 0 : value),
  bool: (value) => value === true || value === "true",
  startsWith: (value, prefix) => textOf(value).startsWith(textOf(prefix)),
  endsWith: (value, suffix) => textOf(value).endsWith(textOf(suffix)),
  contains: (value, part) => (Array.isArray(value) ? value.includes(part) : textOf(value).includes(textOf(part))),
  lowercase: (value) => textOf(value).toLowerCase(),
  uppercase: (value) => textOf(value).toUpperCase(),
  b64decode: (value) => Buffer.from(textOf(value), "base64").toString("utf8"),
  json_parse: (value) => JSON.parse(textOf(value)),
  date: (value) => (typeof value === "number" ? value : Date.parse(textOf(value))),
  now: () => Date.now(),
  now_plus: (duration) => Date.now() + delayOf(duration),
  now_minus: (duration) => Date.now() - delayOf(duration),
};

const macros: Record<string, (items: unknown[], test: (item: unknown) => unknown) => unknown> = {
  exists: (items, test) => items.some((item) => isTruthy(test(item))),
  all: (items, test) => items.every((item) => isTruthy(test(item))),
  exists_one: (items, test) => items.filter((item) => isTruthy(test(item))).length === 1,
  filter: (items, test) => items.filter((item) => isTruthy(test(item))),
  map: (items, test) => items.map(test),
};

interface FunctionCall {
  name: string;
  receiver: ASTNode | null;
  args: ASTNode[];
}

/**
 * Calls a function, a method (`receiver.name(...)`) or a macro of the expression language.
 * @throws Error when there is no function of that name
 */
export function callFunction(
  call: FunctionCall,
  scope: Scope,
  evaluate: (node: ASTNode, scope: Scope) => unknown,
): unknown {
  const { name, receiver, args } = call;
  const macro = macros[name];
  const [variable, body] = args;
  if (macro && receiver && variable?.op === "id" && body) {
    const items = evaluate(receiver, scope);
    const list = Array.isArray(items) ? items : Object.keys(objectOf(items));
    return macro(list, (item) => evaluate(body, { ...scope, [variable.args]: item }));
  }
  const values = [...(receiver ? [receiver] : []), ...args].map((node) => evaluate(node, scope));
  if (name === "has") return values[0] !== missing;
  if (name === "matches") return matches(values[0], args.at(-1));
  const plain = functions[name];
  if (!plain) throw new Error(`There is no function "${name}"`);
  return plain(...values);
}

/** Patterns must be literals and short, texts bounded: what arrives in an event can then not choose the work. */
function matches(value: unknown, pattern: ASTNode | undefined): boolean {
  if (pattern?.op !== "value" || typeof pattern.args !== "string") throw new Error('"matches" takes a literal pattern');
  const subject = textOf(value);
  if (pattern.args.length > longestPattern || subject.length > longestMatchedText)
    throw new Error('"matches" was given too long a text');
  return new RegExp(pattern.args, "u").test(subject);
}

function objectOf(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

function delayOf(value: unknown): number {
  const delayMs = delayFromText(textOf(value));
  if (delayMs === null) throw new Error("Not a duration");
  return delayMs;
}
