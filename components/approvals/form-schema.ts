import { isJsonObject, type Json, type JsonObject } from "@/server/domain/json";

/** From this length on a text has a box of several lines. */
const longTextFrom = 80;

/**
 * A schema that says of each value what it is edited with: what the given schema leaves open is taken from the value that the
 * form begins with. It is made once for a form, so that a field does not turn into another one while somebody types into it.
 */
export function formSchema(schema: Json | undefined, value: Json | undefined): JsonObject {
  const known = isJsonObject(schema) ? schema : {};
  if (Array.isArray(known.enum)) return known;
  switch (schemaType(known) ?? typeOfValue(value)) {
    case "string":
      return { type: "string", ...known, ...(isLongText(known, value) ? { format: "textarea" } : {}) };
    case "object":
      return { type: "object", ...known, properties: formProperties(known, value) };
    case "array":
      return { type: "array", ...known, items: formSchema(known.items, typicalItem(value)) };
    case "number":
      return { type: "number", ...known };
    case "boolean":
      return { type: "boolean", ...known };
    default:
      return known;
  }
}

/** Those of the schema in its order, then those that only the value has. */
function formProperties(schema: JsonObject, value: Json | undefined): JsonObject {
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const given = isJsonObject(value) ? value : {};
  const names = [...new Set([...Object.keys(properties), ...Object.keys(given)])];
  const own = (object: JsonObject, name: string) => (Object.hasOwn(object, name) ? object[name] : undefined);
  return Object.fromEntries(names.map((name) => [name, formSchema(own(properties, name), own(given, name))]));
}

/** The one type that a schema names; beside null it is still that type. Several types fit no single control: "any". */
export function schemaType(schema: JsonObject): string | undefined {
  if (typeof schema.type === "string") return schema.type;
  if (Array.isArray(schema.type)) {
    const types = schema.type.filter((type) => type !== "null");
    return types.length === 1 && typeof types[0] === "string" ? types[0] : "any";
  }
  if (["anyOf", "oneOf", "allOf", "$ref"].some((keyword) => schema[keyword] !== undefined)) return "any";
  if (isJsonObject(schema.properties)) return "object";
  return isJsonObject(schema.items) ? "array" : undefined;
}

function typeOfValue(value: Json | undefined): string {
  if (Array.isArray(value)) return "array";
  return value === null || value === undefined ? "any" : typeof value;
}

/** A value that stands for all items of a list: their longest text, or an object with all their properties. */
function typicalItem(list: Json | undefined): Json | undefined {
  if (!Array.isArray(list)) return undefined;
  if (list.every((item) => typeof item === "string")) return list.toSorted((a, b) => b.length - a.length)[0];
  if (list.every(isJsonObject)) return Object.fromEntries(list.flatMap((item) => Object.entries(item)));
  return list.every((item) => typeOfValue(item) === typeOfValue(list[0])) ? list[0] : undefined;
}

function isLongText(schema: JsonObject, value: Json | undefined): boolean {
  if (schema.contentMediaType !== undefined) return true;
  if (typeof schema.maxLength === "number" && schema.maxLength > 200) return true;
  return typeof value === "string" && (value.length > longTextFrom || value.includes("\n"));
}

/** What a form begins with: what is given, and the schema's defaults for the rest. */
export function withDefaults(schema: Json | undefined, given: Json): JsonObject {
  const properties = isJsonObject(schema) && isJsonObject(schema.properties) ? schema.properties : {};
  const defaults = Object.entries(properties).flatMap(([name, property]) =>
    isJsonObject(property) && property.default !== undefined ? [[name, property.default] as const] : [],
  );
  return { ...Object.fromEntries(defaults), ...(isJsonObject(given) ? given : {}) };
}
