import { describeType } from "../json";
import type { Budget } from "./budget";
import { invalid } from "./invalid";
import { matchesPattern } from "./matches";
import { toInt } from "./numbers";

/** A function call: global calls and method calls alike, a method's receiver being the first argument. */
interface ExpressionFunction {
  /** How it can be written: `size(x)`, `x.size()`. */
  asMethod: boolean;
  asGlobal: boolean;
  /** Number of arguments, the receiver included. */
  min: number;
  max: number;
  call(args: unknown[], budget: Budget): unknown;
}

function method(min: number, max: number, call: ExpressionFunction["call"]): ExpressionFunction {
  return { asMethod: true, asGlobal: false, min, max, call };
}

function global(call: ExpressionFunction["call"]): ExpressionFunction {
  return { asMethod: false, asGlobal: true, min: 1, max: 1, call };
}

function textOf(name: string, value: unknown): string {
  if (typeof value === "string") return value;
  throw invalid(`${name}() needs text; got ${describeType(value)}`);
}

/** A method on text whose cost is the text's length. */
function textMethod(name: string, apply: (text: string) => unknown): ExpressionFunction {
  return method(1, 1, ([value], budget) => {
    const text = textOf(name, value);
    budget.spendText(text.length);
    return apply(text);
  });
}

/** A yes-or-no method on two texts. */
function textTest(name: string, test: (text: string, part: string) => boolean): ExpressionFunction {
  return method(2, 2, ([value, part], budget) => {
    const text = textOf(name, value);
    budget.spendText(text.length);
    return test(text, textOf(name, part));
  });
}

/** Every function of the language. Nothing else can be called, whatever the data holds. */
export const expressionFunctions: ReadonlyMap<string, ExpressionFunction> = new Map(
  Object.entries({
    size: { ...method(1, 1, ([value], budget) => sizeOf(value, budget)), asGlobal: true },
    contains: textTest("contains", (text, part) => text.includes(part)),
    startsWith: textTest("startsWith", (text, part) => text.startsWith(part)),
    endsWith: textTest("endsWith", (text, part) => text.endsWith(part)),
    matches: {
      ...method(2, 2, ([value, pattern], budget) =>
        matchesPattern(textOf("matches", value), textOf("matches", pattern), budget),
      ),
      asGlobal: true,
    },
    lowerAscii: textMethod("lowerAscii", (text) => text.replace(/[A-Z]+/g, (part) => part.toLowerCase())),
    upperAscii: textMethod("upperAscii", (text) => text.replace(/[a-z]+/g, (part) => part.toUpperCase())),
    trim: textMethod("trim", (text) => text.trim()),
    split: method(2, 2, ([value, separator], budget) => splitText(value, separator, budget)),
    join: method(1, 2, ([value, separator], budget) => joinTexts(value, separator ?? "", budget)),
    string: global(([value], budget) => toText(value, budget)),
    int: global(([value]) => toInt(value)),
    double: global(([value]) => toDouble(value)),
    bool: global(([value]) => toBool(value)),
  } satisfies Record<string, ExpressionFunction>),
);

/** Characters of a text, items of a list, fields of an object. */
function sizeOf(value: unknown, budget: Budget): bigint {
  if (typeof value === "string") {
    budget.spendText(value.length);
    return BigInt(Array.from(value).length);
  }
  if (Array.isArray(value)) return BigInt(value.length);
  if (typeof value === "object" && value !== null) return BigInt(Object.keys(value).length);
  throw invalid(`size() needs text, a list or an object; got ${describeType(value)}`);
}

function splitText(value: unknown, separator: unknown, budget: Budget): string[] {
  const text = textOf("split", value);
  budget.spendText(text.length);
  const parts = text.split(textOf("split", separator));
  budget.checkList(parts.length);
  return parts;
}

function joinTexts(value: unknown, separator: unknown, budget: Budget): string {
  if (!Array.isArray(value)) throw invalid(`join() needs a list; got ${describeType(value)}`);
  const between = textOf("join", separator);
  const parts = value.map((item) => textOf("join", item));
  budget.spendText(parts.reduce((total, part) => total + part.length + between.length, 0));
  return parts.join(between);
}

function toText(value: unknown, budget: Budget): string {
  if (typeof value === "object" && value !== null) throw invalid(`string() cannot convert a ${describeType(value)}`);
  const text = String(value);
  budget.spendText(text.length);
  return text;
}

function toDouble(value: unknown): number {
  const number = typeof value === "string" && value.trim() === "" ? Number.NaN : Number(value);
  const isConvertible = typeof value === "string" || typeof value === "number" || typeof value === "bigint";
  if (isConvertible && Number.isFinite(number)) return number;
  throw invalid(`double() cannot convert ${typeof value === "string" ? "this text" : describeType(value)}`);
}

function toBool(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  if (value === "true" || value === "false") return value === "true";
  throw invalid(`bool() converts only "true" and "false"; got ${describeType(value)}`);
}
