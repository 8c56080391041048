import { isJsonObject, type Json, type JsonObject } from "@/server/domain/json";

/** Parts of a draft's configuration may be anything; these read what a widget can show and leave out the rest. */
export function asText(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function asNumber(value: Json | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}

export function asList(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

export function asObject(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The object without a key when its text is empty, so that an untouched option stays out of the document. */
export function withText(object: JsonObject, key: string, text: string): JsonObject {
  const { [key]: _previous, ...others } = object;
  return text === "" ? others : { ...object, [key]: text };
}
