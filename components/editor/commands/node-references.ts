import { isJsonObject, type Json } from "@/server/domain/json";

/**
 * Rewrites `nodes.<id>` and `nodes["<id>"]` in every string of a configuration. An id ends where the next character could not
 * belong to it, so renaming `llm` leaves `nodes.llm-2` alone.
 */
export function renameReferences<Value extends Json>(value: Value, names: ReadonlyMap<string, string>): Value {
  return rewrite(value, names) as Value;
}

function rewrite(value: Json, names: ReadonlyMap<string, string>): Json {
  if (typeof value === "string") return rewriteText(value, names);
  if (Array.isArray(value)) return value.map((item) => rewrite(item, names));
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rewrite(item, names)]));
  }
  return value;
}

function rewriteText(text: string, names: ReadonlyMap<string, string>): string {
  if (!text.includes("nodes")) return text;
  return text
    .replace(/\bnodes\.([A-Za-z0-9_-]+)/g, (match, id: string) => {
      const next = names.get(id);
      return next === undefined ? match : `nodes.${next}`;
    })
    .replace(/\bnodes\[(["'])([^"']+)\1\]/g, (match, quote: string, id: string) => {
      const next = names.get(id);
      return next === undefined ? match : `nodes[${quote}${next}${quote}]`;
    });
}
