import { orderedNames } from "@/components/approvals/schema-order";
import { isJsonObject, type Json, type JsonObject } from "@/server/domain/json";

export const formFieldTypes = ["text", "long-text", "number", "integer", "boolean", "choice"] as const;
export type FormFieldType = (typeof formFieldTypes)[number];

/** A field of a form, as its author sees it. */
export interface FormField {
  name: string;
  title: string;
  description: string;
  type: FormFieldType;
  isRequired: boolean;
  /** Of a choice. */
  options: string[];
}

const knownFormKeys = new Set(["type", "properties", "required", "additionalProperties", "x-order"]);
const knownFieldKeys = new Set(["type", "title", "description", "enum", "format"]);

/** A form's schema as fields; `undefined` for one that says more than fields can show, which is edited as JSON. */
export function readFormFields(schema: Json | undefined): FormField[] | undefined {
  if (schema === undefined) return [];
  if (!isJsonObject(schema) || Object.keys(schema).some((key) => !knownFormKeys.has(key))) return undefined;
  if (schema.type !== "object" || schema.additionalProperties === true) return undefined;
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const fields = orderedNames(schema).map((name) => readField(name, properties[name], required.includes(name)));
  return fields.every((field) => field !== undefined) ? fields : undefined;
}

function readField(name: string, schema: Json | undefined, isRequired: boolean): FormField | undefined {
  if (!isJsonObject(schema) || Object.keys(schema).some((key) => !knownFieldKeys.has(key))) return undefined;
  const type = readType(schema);
  if (type === undefined) return undefined;
  const text = (value: Json | undefined) => (typeof value === "string" ? value : "");
  const options = Array.isArray(schema.enum) ? schema.enum.filter((option) => typeof option === "string") : [];
  return { name, title: text(schema.title), description: text(schema.description), type, isRequired, options };
}

function readType({ type, enum: options, format }: JsonObject): FormFieldType | undefined {
  if (options !== undefined) {
    const isOfTexts = Array.isArray(options) && options.every((option) => typeof option === "string");
    return type === "string" && isOfTexts && format === undefined ? "choice" : undefined;
  }
  if (type === "string") return format === "textarea" ? "long-text" : format === undefined ? "text" : undefined;
  if (format !== undefined) return undefined;
  return type === "number" || type === "integer" || type === "boolean" ? type : undefined;
}

/** The JSON Schema of a form. `x-order` keeps the fields' order, which an object's keys lose in a database. */
export function writeFormSchema(fields: readonly FormField[]): JsonObject {
  const named = withOwnNames(fields);
  return {
    type: "object",
    properties: Object.fromEntries(named.map((field) => [field.name, writeField(field)])),
    required: named.filter((field) => field.isRequired).map((field) => field.name),
    additionalProperties: false,
    "x-order": named.map((field) => field.name),
  };
}

function writeField({ type, title, description, options }: FormField): JsonObject {
  return {
    ...typeSchema(type, options),
    ...(title === "" ? {} : { title }),
    ...(description === "" ? {} : { description }),
  };
}

function typeSchema(type: FormFieldType, options: string[]): JsonObject {
  switch (type) {
    case "text":
      return { type: "string" };
    case "long-text":
      return { type: "string", format: "textarea" };
    case "choice":
      return { type: "string", enum: options };
    default:
      return { type };
  }
}

/** Two fields of one name would become one, and what was written in the other would be lost. */
function withOwnNames(fields: readonly FormField[]): FormField[] {
  const taken = new Set<string>();
  return fields.map((field) => {
    let { name } = field;
    for (let number = 2; taken.has(name); number += 1) name = `${field.name}_${number}`;
    taken.add(name);
    return { ...field, name };
  });
}

/** A field that is added: its name is free, and it asks for a text. */
export function newFormField(fields: readonly FormField[]): FormField {
  const taken = new Set(fields.map((field) => field.name));
  let number = fields.length + 1;
  while (taken.has(`field_${number}`)) number += 1;
  return { name: `field_${number}`, title: "", description: "", type: "text", isRequired: true, options: [] };
}
