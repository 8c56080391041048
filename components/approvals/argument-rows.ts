import { canonical } from "@/server/domain/interrupts/correlate";
import { isJsonObject, type Json } from "@/server/domain/json";

import { type JsonPath, pathText } from "./json-path";
import { orderedNames } from "./schema-order";

/** One line of the table of arguments. `undefined` is "not there", which null is not. */
export interface ArgumentRow {
  /** As the validator names it: `customer.tags[0]`. */
  name: string;
  before: Json | undefined;
  after: Json | undefined;
  isChanged: boolean;
}

/**
 * The values of a call one by one: what is nested gets its path for a name. They stand in the order of the tool's schema, because
 * what a database gives back has none.
 */
export function argumentRows(value: Json, schema?: Json | null): ArgumentRow[] {
  return leaves(inOrder(value, schema), []).map(([name, leaf]) => ({
    name,
    before: leaf,
    after: leaf,
    isChanged: false,
  }));
}

/** The same for a proposal and what a person made of it, each changed value with both. */
export function diffArguments(before: Json, after: Json, schema?: Json | null): ArgumentRow[] {
  const left = new Map(leaves(inOrder(before, schema), []));
  const right = new Map(leaves(inOrder(after, schema), []));
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

function inOrder(value: Json, schema: Json | null | undefined): Json {
  if (!isJsonObject(schema)) return value;
  if (Array.isArray(value)) return value.map((item) => inOrder(item, schema.items));
  if (!isJsonObject(value)) return value;
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const names = new Set([...orderedNames(schema).filter((name) => Object.hasOwn(value, name)), ...Object.keys(value)]);
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      inOrder(value[name] ?? null, Object.hasOwn(properties, name) ? properties[name] : undefined),
    ]),
  );
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
