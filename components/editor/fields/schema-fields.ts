import { z } from "zod";
import { isJsonObject, type Json, type JsonObject } from "@/server/domain/json";
import type { FieldHint } from "@/server/domain/nodes/definition";
import { definitionOf } from "@/server/domain/nodes/registry";
import type { NodeKind } from "@/server/domain/workflow/schema";

const schemas = new Map<NodeKind, JsonObject>();

/** A kind's fields as JSON Schema: one form of every zod schema, which can be read without knowing zod's own classes. */
function propertiesOf(kind: NodeKind): JsonObject {
  let properties = schemas.get(kind);
  if (!properties) {
    const schema: unknown = z.toJSONSchema(definitionOf(kind).configSchema, { io: "input", unrepresentable: "any" });
    const found =
      typeof schema === "object" && schema !== null && "properties" in schema ? schema.properties : undefined;
    properties = isJsonObject(found) ? found : {};
    schemas.set(kind, properties);
  }
  return properties;
}

function fieldSchema(kind: NodeKind, field: string): JsonObject {
  const schema = propertiesOf(kind)[field];
  return isJsonObject(schema) ? schema : {};
}

/** What holds when the document does not say. */
export function fieldDefault(kind: NodeKind, field: string): Json | undefined {
  return fieldSchema(kind, field).default;
}

/** The choices of a field that takes one of a list. */
export function fieldOptions(kind: NodeKind, field: string): { value: string; label: string }[] {
  const { enum: choices } = fieldSchema(kind, field);
  if (!Array.isArray(choices)) return [];
  return choices
    .filter((choice) => typeof choice === "string")
    .map((value) => ({ value, label: labels[value] ?? value }));
}

const labels: Partial<Record<string, string>> = {
  python: "Python",
  javascript: "JavaScript",
  text: "Text",
  json: "JSON",
  branch: "Go on by the way Expired",
  reject: "Reject the call",
  fail: "Fail",
  continue: "Go on",
};

/** The editor that a field's schema calls for, where its hint names none. */
export function fieldWidget(kind: NodeKind, field: string): NonNullable<FieldHint["widget"]> {
  const schema = fieldSchema(kind, field);
  if (Array.isArray(schema.enum)) return "select";
  if (schema.type === "boolean") return "switch";
  if (schema.type === "number" || schema.type === "integer") return "number";
  if (schema.type === "string") return "text";
  return "json";
}
