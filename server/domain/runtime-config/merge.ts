import type { z } from "zod";
import { isJsonObject, type Json, type JsonObject } from "../json";
import type { Issue } from "../result";
import { nearestName } from "../suggest";
import { type EntryValues, keyProblem, runtimeSections, type RuntimeSection, sectionSchemas } from "./sections";

/** Where an effective value comes from. */
export type ValueSource = "row" | "template" | "default";

/** The entries of the four files by section and key, as written. */
export type RuntimeTemplates = Record<RuntimeSection, Record<string, Json>>;

/** A stored override of one entry; `config` has some of its fields. A field that is null counts as not given. */
export interface RuntimeRow {
  section: string;
  key: string;
  config: Json;
}

/** One entry with a value for every field, and where each value comes from. */
export interface MergedEntry<Section extends RuntimeSection = RuntimeSection> {
  section: Section;
  key: string;
  /** Whether a template file has this entry; otherwise it exists by its row alone. */
  isTemplate: boolean;
  values: EntryValues<Section>;
  sources: Record<string, ValueSource>;
  /** What the template says, without its empty fields: what a reset falls back to. */
  template: JsonObject;
  /** What the row says, without its empty fields. */
  row: JsonObject;
}

/** All entries of all sections, in the order of the files, then those of rows alone by key. */
export type MergedEntries = { [Section in RuntimeSection]: MergedEntry<Section>[] };

/**
 * Merges rows over templates over defaults, field by field. Whatever cannot be used (a wrong value, an unknown field, a second
 * row for one entry) is reported and left out, so that there is always something to show. Paths are section, key, field.
 */
export function mergeEntries(
  templates: RuntimeTemplates,
  rows: readonly RuntimeRow[],
): { entries: MergedEntries; issues: Issue[] } {
  const issues: Issue[] = [];
  const overrides = collectRows(rows, issues);
  const merge = <Section extends RuntimeSection>(section: Section): MergedEntry<Section>[] => {
    const own = new Map(Object.entries(templates[section]));
    const added = [...overrides[section].keys()].filter((key) => !own.has(key)).toSorted();
    return [...own.keys(), ...added].map((key) =>
      mergeEntry(section, key, { template: own.get(key), row: overrides[section].get(key) }, issues),
    );
  };
  return {
    entries: { agents: merge("agents"), tasks: merge("tasks"), workflow: merge("workflow"), tools: merge("tools") },
    issues,
  };
}

function collectRows(rows: readonly RuntimeRow[], issues: Issue[]): Record<RuntimeSection, Map<string, Json>> {
  const found = { agents: new Map(), tasks: new Map(), workflow: new Map(), tools: new Map() } satisfies Record<
    RuntimeSection,
    Map<string, Json>
  >;
  for (const { section, key, config } of rows) {
    const known = runtimeSections.find((name) => name === section);
    if (known === undefined) {
      issues.push(
        configIssue("unknown_section", `There is no section "${section}".${hint(section, runtimeSections)}`, [section]),
      );
    } else if (found[known].has(key)) {
      issues.push(configIssue("duplicate_key", `${known} has two rows for "${key}"; the first is used.`, [known, key]));
    } else {
      found[known].set(key, config);
    }
  }
  return found;
}

function mergeEntry<Section extends RuntimeSection>(
  section: Section,
  key: string,
  { template, row }: { template: Json | undefined; row: Json | undefined },
  issues: Issue[],
): MergedEntry<Section> {
  const problem = keyProblem(section, key);
  if (problem !== undefined) issues.push(configIssue("bad_key", problem, [section, key]));
  const fromTemplate = readFields(section, key, template, issues);
  const fromRow = readFields(section, key, row, issues);
  const given = { ...fromTemplate, ...fromRow };
  const sources = Object.fromEntries(
    Object.keys(sectionSchemas[section].shape).map((field): [string, ValueSource] => [
      field,
      Object.hasOwn(fromRow, field) ? "row" : Object.hasOwn(fromTemplate, field) ? "template" : "default",
    ]),
  );
  return {
    section,
    key,
    isTemplate: template !== undefined,
    values: sectionSchemas[section].parse(given) as EntryValues<Section>,
    sources,
    template: fromTemplate,
    row: fromRow,
  };
}

/** The fields that an entry gives and that can be used; null counts as not given. */
function readFields(section: RuntimeSection, key: string, given: Json | undefined, issues: Issue[]): JsonObject {
  if (given === undefined || given === null) return {};
  if (!isJsonObject(given)) {
    issues.push(configIssue("wrong_value", `${key} must have fields with values.`, [section, key]));
    return {};
  }
  const shape: Record<string, z.ZodType> = sectionSchemas[section].shape;
  const usable: [string, Json][] = [];
  for (const [field, value] of Object.entries(given)) {
    const schema = Object.hasOwn(shape, field) ? shape[field] : undefined;
    const path = [section, key, field];
    if (schema === undefined) {
      issues.push(
        configIssue(
          "unknown_field",
          `${key} has a field "${field}" that is not known.${hint(field, Object.keys(shape))}`,
          path,
        ),
      );
      continue;
    }
    if (value === null) continue;
    const parsed = schema.safeParse(value);
    if (parsed.success) usable.push([field, parsed.data as Json]);
    else issues.push(...parsed.error.issues.map((issue) => valueIssue(field, issue, path)));
  }
  return Object.fromEntries(usable);
}

function valueIssue(field: string, issue: z.core.$ZodIssue, path: string[]): Issue {
  const code = field === "model" ? "bad_model_name" : field === "type" ? "unknown_agent_type" : "wrong_value";
  const inside = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  return configIssue(code, issue.message, [...path, ...inside]);
}

export function configIssue(code: string, message: string, path: (string | number)[]): Issue {
  return { code, severity: "error", message, path };
}

/** " Did you mean …?" when a known name is close, else nothing. */
export function hint(name: string, known: Iterable<string>): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? "" : ` Did you mean ${nearest}?`;
}
