import { isJsonObject, type Json, type JsonObject } from "../json";
import type { RuntimeRow, RuntimeTemplates } from "./merge";
import { runtimeSections, type RuntimeSection } from "./sections";

/** One entry's override as it shall be; null takes it away whole. */
export interface RowChange {
  section: RuntimeSection;
  key: string;
  config: JsonObject | null;
}

/**
 * The rows after the changes, ordered by section and key. A field that is null is left out, and so is a row that says nothing
 * about an entry of the templates; an entry of its own stays, even when it has nothing but defaults.
 */
export function applyChanges(
  rows: readonly RuntimeRow[],
  changes: readonly RowChange[],
  templates: RuntimeTemplates,
): RuntimeRow[] {
  const byPlace = new Map(rows.map((row) => [placeOf(row), row]));
  for (const { section, key, config } of changes) {
    const given = withoutNulls(config);
    const saysNothing = Object.keys(given).length === 0 && Object.hasOwn(templates[section], key);
    if (config === null || saysNothing) byPlace.delete(placeOf({ section, key }));
    else byPlace.set(placeOf({ section, key }), { section, key, config: given });
  }
  return [...byPlace.values()].toSorted((left, right) => (placeOf(left) < placeOf(right) ? -1 : 1));
}

/** The changes that lead from one set of rows to another: what is unsaved, and, turned around, what takes a save back. */
export function changesBetween(before: readonly RuntimeRow[], after: readonly RuntimeRow[]): RowChange[] {
  const old = new Map(before.map((row) => [placeOf(row), row.config]));
  const next = new Map(after.map((row) => [placeOf(row), row.config]));
  const places = new Map([...before, ...after].map((row) => [placeOf(row), row]));
  return [...places].flatMap(([place, row]) => {
    const section = runtimeSections.find((name) => name === row.section);
    const config = next.get(place);
    if (section === undefined || isSameJson(old.get(place), config)) return [];
    return [{ section, key: row.key, config: isJsonObject(config) ? config : null }];
  });
}

/** Whether two values say the same, whatever the order of their fields. */
export function isSameJson(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((item, index) => isSameJson(item, right[index]));
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const fields = Object.keys(left);
  return (
    fields.length === Object.keys(right).length &&
    fields.every((field) => Object.hasOwn(right, field) && isSameJson(left[field], right[field]))
  );
}

function placeOf({ section, key }: { section: string; key: string }): string {
  return `${section}/${key}`;
}

function withoutNulls(config: JsonObject | null): JsonObject {
  return Object.fromEntries(Object.entries(config ?? {}).filter(([, value]) => value !== null));
}
