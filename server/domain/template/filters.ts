import { DomainError } from "../errors";
import { describeType } from "../json";
import { toText } from "./to-text";

export const filterNames = ["default", "json", "trim", "upper", "lower", "length", "join"] as const;
export type FilterName = (typeof filterNames)[number];

export const filterArity: Record<FilterName, { min: number; max: number }> = {
  default: { min: 1, max: 1 },
  json: { min: 0, max: 0 },
  trim: { min: 0, max: 0 },
  upper: { min: 0, max: 0 },
  lower: { min: 0, max: 0 },
  length: { min: 0, max: 0 },
  join: { min: 0, max: 1 },
};

export function isFilterName(name: string): name is FilterName {
  return (filterNames as readonly string[]).includes(name);
}

/** Applies one filter to a value that exists. `default` stands in for null and for an empty text; a missing variable is the renderer's matter. */
export function applyFilter(name: FilterName, value: unknown, args: readonly unknown[]): unknown {
  switch (name) {
    case "default":
      return value === undefined || value === null || value === "" ? args[0] : value;
    case "json":
      return JSON.stringify(value ?? null);
    case "trim":
      return toText(value).trim();
    case "upper":
      return toText(value).toUpperCase();
    case "lower":
      return toText(value).toLowerCase();
    case "length":
      return lengthOf(value);
    case "join":
      return joinList(value, args[0] === undefined ? ", " : toText(args[0]));
  }
}

/** Characters (code points) of a text, items of a list, fields of an object; 0 for null. */
function lengthOf(value: unknown): number {
  if (value === undefined || value === null) return 0;
  if (typeof value === "string") return Array.from(value).length;
  if (Array.isArray(value)) return value.length;
  if (typeof value === "object") return Object.keys(value).length;
  throw new DomainError(
    "template_invalid",
    `The filter length needs a text, a list or an object; got ${describeType(value)}.`,
  );
}

function joinList(value: unknown, separator: string): string {
  if (!Array.isArray(value)) {
    throw new DomainError("template_invalid", `The filter join needs a list; got ${describeType(value)}.`);
  }
  return value.map(toText).join(separator);
}
