import { isJsonObject, type JsonObject } from "@/server/domain/json";

/**
 * The properties in the order that a person should meet them. A database gives an object's keys in an order of its own, but leaves
 * lists alone: so `x-order`, which the form builder writes, counts first, then what is required, then the rest.
 */
export function orderedNames(schema: JsonObject): string[] {
  const names = isJsonObject(schema.properties) ? Object.keys(schema.properties) : [];
  const known = new Set(names);
  const listed = [schema["x-order"], schema.required].flatMap((list) => (Array.isArray(list) ? list : []));
  return [...new Set([...listed.filter((name) => typeof name === "string" && known.has(name)), ...names])].map(String);
}
