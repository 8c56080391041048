import { canonical } from "@/server/domain/interrupts/correlate";
import { isJsonObject, type Json } from "@/server/domain/json";

import { type JsonPath, pathText } from "./json-path";

/** One line of the table of arguments. `undefined` is "not there", which null is not. */
export interface ArgumentRow {
  /** As the validator names it: `customer.tags[0]`. */
  name: string;
  before: Json | undefined;
  after: Json | undefined;
  isChanged: boolean;
}

/** The values of a call one by one, in their order: what is nested gets its path for a name. */
export function argumentRows(value: Json): ArgumentRow[] {
  return leaves(value, []).map(([name, leaf]) => ({ name, before: leaf, after: leaf, isChanged: false }));
}

/** The same for a proposal and what a person made of it, each changed value with both. */
export function diffArguments(before: Json, after: Json): ArgumentRow[] {
  const left = new Map(leaves(before, []));
  const right = new Map(leaves(after, []));
  return mergeNames([...left.keys()], [...right.keys()]).map((name) => {
    const [was, is] = [left.get(name), right.get(name)];
    return { name, before: was, after: is, isChanged: !isSameJson(was, is) };
  });
}

/** How many values differ. */
export function countChanges(before: Json, after: Json): number {
  return diffArguments(before, after).filter((row) => row.isChanged).length;
}

export function isSameJson(left: Json | undefined, right: Json | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return canonical(left) === canonical(right);
}

/** Scalars with their paths; an empty object or list is a value of its own, or it would not be seen. */
function leaves(value: Json, path: JsonPath): [name: string, value: Json][] {
  if (Array.isArray(value) && value.length > 0) return value.flatMap((item, index) => leaves(item, [...path, index]));
  if (isJsonObject(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]));
  }
  // A call without arguments has no rows.
  return path.length === 0 && typeof value === "object" ? [] : [[pathText(path), value]];
}

/** Both orders in one: what is new on the right follows the name that it follows there. */
function mergeNames(left: readonly string[], right: readonly string[]): string[] {
  const merged = [...left];
  const known = new Set(left);
  right.forEach((name, index) => {
    if (known.has(name)) return;
    const previous = right[index - 1];
    merged.splice(previous === undefined ? 0 : merged.indexOf(previous) + 1, 0, name);
    known.add(name);
  });
  return merged;
}
