/** What a path that leads nowhere evaluates to. It behaves like null and is smaller than everything. */
export const missing = Symbol("missing");

/** The names an expression can see. */
export type Scope = Record<string, unknown>;

/** JavaScript's truthiness; missing is false. */
export function isTruthy(value: unknown): boolean {
  return value !== missing && Boolean(value);
}

/** Whether there is no value: missing, null or undefined. */
export function isAbsent(value: unknown): boolean {
  return value === missing || value === null || value === undefined;
}

/** A value as text: strings as they are, no value as the empty string, everything else as JSON. */
export function textOf(value: unknown): string {
  if (isAbsent(value)) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
