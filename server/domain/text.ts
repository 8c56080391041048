import { DomainError } from "./errors";
import { type Json, maxJsonDepth, setOwn } from "./json";

/** PostgreSQL refuses NUL and lone surrogates in text and jsonb; both become U+FFFD. Everything else is kept exactly. */
export function sanitiseText(text: string): string {
  return text.toWellFormed().replaceAll("\u0000", "\uFFFD");
}

/**
 * What can be stored of a value from outside: texts and keys sanitised, what JSON cannot hold made text (bigint, infinite
 * numbers) or left out (undefined, functions). Throws `too_deep` beyond 64 levels. Own keys such as `__proto__` stay own.
 */
export function sanitiseJson(value: unknown): Json {
  return sanitiseAt(value, 0);
}

function sanitiseAt(value: unknown, depth: number): Json {
  switch (typeof value) {
    case "string":
      return sanitiseText(value);
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "bigint":
      return String(value);
    case "object":
      return value === null ? null : sanitiseContainer(value, depth + 1);
    default:
      return null;
  }
}

function sanitiseContainer(value: object, depth: number): Json {
  if (depth > maxJsonDepth) {
    throw new DomainError("too_deep", `A value is nested deeper than ${maxJsonDepth} levels; flatten it.`);
  }
  if (Array.isArray(value)) return value.map((item) => sanitiseAt(item, depth));
  const result: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined || typeof item === "function" || typeof item === "symbol") continue;
    setOwn(result, sanitiseText(key), sanitiseAt(item, depth));
  }
  return result;
}

/** At most `maxLength` UTF-16 units, ending in an ellipsis when something was cut; never cuts a character in half. */
export function truncate(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  if (maxLength <= 0) return "";
  const cut = text.slice(0, maxLength - 1);
  const last = cut.charCodeAt(cut.length - 1);
  const isHalf = last >= 0xd800 && last <= 0xdbff;
  return `${isHalf ? cut.slice(0, -1) : cut}…`;
}
