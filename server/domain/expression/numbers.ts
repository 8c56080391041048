import { describeType } from "../json";
import { invalid } from "./invalid";

const maxInt = 2n ** 63n - 1n;
const minInt = -(2n ** 63n);

export type CelNumber = number | bigint;

export function isNumber(value: unknown): value is CelNumber {
  return typeof value === "number" || typeof value === "bigint";
}

/** Whole numbers written in the expression, and sizes, are 64-bit integers; numbers from data are doubles, as in JSON. */
export function checkInt(value: bigint): bigint {
  if (value > maxInt || value < minInt) throw invalid("A whole number is beyond 64 bits");
  return value;
}

function checkDouble(value: number): number {
  if (!Number.isFinite(value)) throw invalid("The result is not a finite number");
  return value;
}

/** Two integers stay an integer (division cuts off the fraction); with a double in it the result is a double. */
export function calculate(op: "+" | "-" | "*" | "/" | "%", left: CelNumber, right: CelNumber): CelNumber {
  if ((op === "/" || op === "%") && Number(right) === 0) throw invalid("Division by zero");
  if (typeof left === "bigint" && typeof right === "bigint") return checkInt(integerOf(op, left, right));
  return checkDouble(doubleOf(op, Number(left), Number(right)));
}

function integerOf(op: "+" | "-" | "*" | "/" | "%", left: bigint, right: bigint): bigint {
  switch (op) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
  }
}

function doubleOf(op: "+" | "-" | "*" | "/" | "%", left: number, right: number): number {
  switch (op) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
  }
}

/** Below, equal or above zero; integers and doubles mix. */
export function compareNumbers(left: CelNumber, right: CelNumber): number {
  if (left < right) return -1;
  return left > right ? 1 : 0;
}

/** `int()`: cuts off a fraction, reads a text of digits. */
export function toInt(value: unknown): bigint {
  if (typeof value === "bigint") return value;
  if (typeof value === "number" && Number.isFinite(value)) return checkInt(BigInt(Math.trunc(value)));
  if (typeof value === "string" && /^[+-]?\d{1,19}$/.test(value)) return checkInt(BigInt(value.replace("+", "")));
  throw invalid(`int() cannot convert ${typeof value === "string" ? "this text" : describeType(value)}`);
}
