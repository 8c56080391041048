import { DomainError } from "../errors";
import { type Json, maxJsonDepth, setOwn } from "../json";
import type { RunContext } from "../nodes/outcome";
import { lookUp, unknownVariable } from "../variable";
import { applyFilter } from "./filters";
import { parseTemplate } from "./parse-template";
import type { Placeholder, Template } from "./template";
import { toText } from "./to-text";

/**
 * The text of a template. A value is put in as it is and never read as a template again. Throws `template_invalid` for bad
 * syntax and `unknown_variable` for a name without a value, unless a `default` filter stands in.
 */
export function renderText(source: string, context: RunContext): string {
  return compile(source)
    .segments.map((segment) => (segment.kind === "literal" ? segment.text : toText(resolve(segment, context))))
    .join("");
}

/**
 * Renders every string inside a value (keys are left alone). A string that is exactly one placeholder becomes the value
 * itself with its type; other strings become text. Throws as `renderText`, and `too_deep` beyond 64 levels.
 */
export function renderValue(value: Json, context: RunContext): Json {
  return renderAt(value, context, 0);
}

/** Whether `renderValue` would change anything, or refuse it. What has none can be taken as it is. */
export function hasPlaceholder(value: Json, depth = 0): boolean {
  if (typeof value === "string") return value.includes("{{");
  if (typeof value !== "object" || value === null) return false;
  return depth >= maxJsonDepth || Object.values(value).some((item) => hasPlaceholder(item, depth + 1));
}

function renderAt(value: Json, context: RunContext, depth: number): Json {
  if (typeof value === "string") return renderString(value, context);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= maxJsonDepth) {
    throw new DomainError(
      "too_deep",
      `A value with templates is nested deeper than ${maxJsonDepth} levels; flatten it.`,
    );
  }
  if (Array.isArray(value)) return value.map((item) => renderAt(item, context, depth + 1));
  const result: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) setOwn(result, key, renderAt(item, context, depth + 1));
  return result;
}

function renderString(source: string, context: RunContext): Json {
  if (!source.includes("{{")) return source;
  const { segments } = compile(source);
  const only = segments.length === 1 ? segments[0] : undefined;
  if (only?.kind === "placeholder") return copyJson(resolve(only, context));
  return segments
    .map((segment) => (segment.kind === "literal" ? segment.text : toText(resolve(segment, context))))
    .join("");
}

/** A value of its own, so that a later change of one place never shows in another. */
function copyJson(value: unknown): Json {
  return value === undefined ? null : (structuredClone(value) as Json);
}

function resolve(placeholder: Placeholder, context: RunContext): unknown {
  const lookup = lookUp(context, placeholder.path);
  if (!lookup.found && !hasDefault(placeholder)) throw unknownVariable(placeholder.path, lookup.at, lookup.known);
  let value = lookup.found ? lookup.value : undefined;
  for (const filter of placeholder.filters) value = applyFilter(filter.name, value, filter.args);
  return value;
}

/** Whether a missing variable has a stand-in: its first filter is `default`. */
export function hasDefault(placeholder: Placeholder): boolean {
  return placeholder.filters[0]?.name === "default";
}

function compile(source: string): Template {
  const parsed = parseTemplate(source);
  if (parsed.ok) return parsed.value;
  throw new DomainError("template_invalid", parsed.issues[0]?.message ?? "The template cannot be read.");
}
