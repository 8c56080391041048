import { describe, expect, it } from "vitest";
import type { Json } from "@/server/domain/json";

import { type FormField, newFormField, readFormFields, writeFormSchema } from "./form-builder";

const fields: FormField[] = [
  { name: "reason", title: "Why", description: "In a sentence", type: "long-text", isRequired: true, options: [] },
  { name: "amount", title: "", description: "", type: "number", isRequired: false, options: [] },
  { name: "carrier", title: "Carrier", description: "", type: "choice", isRequired: true, options: ["DHL", "Post"] },
  { name: "b", title: "", description: "", type: "text", isRequired: false, options: [] },
  { name: "a", title: "", description: "", type: "boolean", isRequired: false, options: [] },
  { name: "n", title: "", description: "", type: "integer", isRequired: false, options: [] },
];

describe("a form's fields", () => {
  it("become a schema and come back from it, in their order", () => {
    expect(readFormFields(writeFormSchema(fields))).toEqual(fields);
  });

  it("keep their order when a database has sorted the keys", () => {
    const schema = writeFormSchema(fields);
    const properties = Object.entries(schema.properties ?? {}).toSorted(
      ([a], [b]) => a.length - b.length || (a < b ? -1 : 1),
    );
    const sorted = { ...schema, properties: Object.fromEntries(properties) };
    expect(readFormFields(sorted)?.map((field) => field.name)).toEqual(fields.map((field) => field.name));
  });

  it("of one name get names of their own, so that none is lost", () => {
    const twice = [newFormField([]), newFormField([])];
    expect(readFormFields(writeFormSchema(twice))?.map((field) => field.name)).toEqual(["field_1", "field_1_2"]);
  });

  it("are none for a form that only offers choices", () => {
    expect(readFormFields({ type: "object", properties: {} })).toEqual([]);
    expect(readFormFields(undefined)).toEqual([]);
  });

  it.each<[string, Json]>([
    ["a nested object", { type: "object", properties: { a: { type: "object" } } }],
    ["a limit", { type: "object", properties: { a: { type: "number", minimum: 3 } } }],
    ["options that are no texts", { type: "object", properties: { a: { type: "string", enum: [1] } } }],
    ["conditions", { type: "object", properties: {}, if: {} }],
    ["no object", { type: "string" }],
    ["text", "form"],
  ])("a schema with %s is left to JSON, untouched", (_what, schema) => {
    expect(readFormFields(schema)).toBeUndefined();
  });
});
