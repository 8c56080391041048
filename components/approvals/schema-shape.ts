import { validateArguments } from "@/server/domain/agent/validate-arguments";
import { isJsonObject, type Json, type JsonObject } from "@/server/domain/json";

import { schemaType } from "./form-schema";
import { orderedNames } from "./schema-order";

/** Which control a value of a JSON Schema is edited with. */
export type Shape = { schema: JsonObject } & (
  | { kind: "text"; isLong: boolean }
  | { kind: "number"; isInteger: boolean }
  | { kind: "boolean" }
  | { kind: "choice"; options: Json[] }
  | { kind: "object"; fields: ShapeField[] }
  | { kind: "list"; item: Shape }
  /** What no control fits: it is written as JSON. */
  | { kind: "json" }
);

export interface ShapeField {
  name: string;
  /** The schema's title, else the name. */
  title: string;
  description: string | undefined;
  isRequired: boolean;
  shape: Shape;
}

/** Deeper than this a value is edited as JSON: boxes in boxes help nobody. */
const deepestForm = 4;

/** The shape of a value by its schema, one that `formSchema` has made. */
export function shapeOf(schema: Json | undefined, depth = 0): Shape {
  const known = isJsonObject(schema) ? schema : {};
  if (Array.isArray(known.enum) && known.enum.length > 0) return { kind: "choice", options: known.enum, schema: known };
  const type = schemaType(known);
  switch (type) {
    case "string":
      return { kind: "text", isLong: known.format === "textarea", schema: known };
    case "number":
    case "integer":
      return { kind: "number", isInteger: type === "integer", schema: known };
    case "boolean":
      return { kind: "boolean", schema: known };
    case "object": {
      const fields = fieldsOf(known, depth + 1);
      // An object that may hold anything has no fields to show; the call itself is a form even so.
      if (depth > 0 && (fields.length === 0 || depth >= deepestForm)) return { kind: "json", schema: known };
      return { kind: "object", fields, schema: known };
    }
    case "array":
      return depth < deepestForm
        ? { kind: "list", item: shapeOf(known.items, depth + 1), schema: known }
        : { kind: "json", schema: known };
    default:
      return { kind: "json", schema: known };
  }
}

/** The properties of an object's schema as fields. */
export function fieldsOf(schema: JsonObject, depth = 1): ShapeField[] {
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  return orderedNames(schema).map((name) => ({
    name,
    title: textOf(properties[name], "title") ?? name,
    description: textOf(properties[name], "description"),
    isRequired: required.includes(name),
    shape: shapeOf(properties[name], depth),
  }));
}

function textOf(schema: Json | undefined, key: string): string | undefined {
  const text = isJsonObject(schema) ? schema[key] : undefined;
  return typeof text === "string" && text.trim() !== "" ? text : undefined;
}

/** What a new item of a list, or a property that is added, begins with. */
export function emptyValue(shape: Shape): Json {
  if (shape.schema.default !== undefined) return shape.schema.default;
  switch (shape.kind) {
    case "text":
      return "";
    case "number":
      return 0;
    case "boolean":
      return false;
    case "choice":
      return shape.options[0] ?? null;
    case "list":
      return [];
    case "json":
      return schemaType(shape.schema) === "object" ? {} : null;
    case "object":
      return Object.fromEntries(
        shape.fields.filter((field) => field.isRequired).map((field) => [field.name, emptyValue(field.shape)]),
      );
  }
}

/** What is wrong with one value, said to whoever edits it. Nested values speak for themselves. */
export function problemOf(value: Json | undefined, { isRequired, shape }: ShapeField): string | undefined {
  if (value === undefined) return isRequired ? "This is required." : undefined;
  if (shape.kind === "object" || shape.kind === "list" || validateArguments(value, shape.schema).length === 0) {
    return undefined;
  }
  switch (shape.kind) {
    case "number":
      return shape.isInteger ? "Write a whole number." : "Write a number.";
    case "choice":
      return `Choose one of ${shape.options.map((option) => JSON.stringify(option)).join(", ")}.`;
    case "boolean":
      return "Switch it on or off.";
    case "text":
      return "Write a text.";
    case "json":
      return "Write JSON that fits the schema.";
  }
}
