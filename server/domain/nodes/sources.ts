import type { SourceField } from "./definition";

/** Every string that holds a placeholder, however deep in a config value, as a template field. */
export function templateSources(value: unknown, path: (string | number)[]): SourceField[] {
  if (typeof value === "string") return value.includes("{{") ? [{ path, source: value, language: "template" }] : [];
  if (typeof value !== "object" || value === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, item]) => templateSources(item, [...path, key]));
}

/** The template fields among the named fields of a config. */
export function fieldSources<Config extends object>(config: Config, names: (keyof Config & string)[]): SourceField[] {
  return names.flatMap((name) => templateSources(config[name], [name]));
}
