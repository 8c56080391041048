import type { Json } from "@/server/domain/json";

export type JsonText = { ok: true; value: Json | undefined } | { ok: false; message: string };

/**
 * Reads what a person wrote into a JSON field. Empty means no value. Text that does not begin like JSON is text where
 * `allowsText`, so that a lone placeholder needs no quotes.
 */
export function readJsonText(text: string, allowsText: boolean): JsonText {
  const trimmed = text.trim();
  if (trimmed === "") return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(trimmed) as Json };
  } catch (error) {
    if (allowsText && (trimmed.startsWith("{{") || !/^["[{]/.test(trimmed))) return { ok: true, value: text };
    return { ok: false, message: `This is not JSON yet: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** The text for a value, such that reading it again gives the value: a plain text stays bare unless it would read as JSON. */
export function writeJsonText(value: Json | undefined, allowsText: boolean): string {
  if (value === undefined) return "";
  if (allowsText && typeof value === "string") {
    const read = readJsonText(value, true);
    if (read.ok && read.value === value) return value;
  }
  return JSON.stringify(value, null, 2);
}
