import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "@/server/domain/json";

import { formSchema } from "./form-schema";
import { emptyValue, fieldsOf, problemOf, type Shape, type ShapeField, shapeOf } from "./schema-shape";

describe("the control of a value", () => {
  it.each<[JsonObject, Shape["kind"]]>([
    [{ type: "string" }, "text"],
    [{ type: "number" }, "number"],
    [{ type: "integer" }, "number"],
    [{ type: "boolean" }, "boolean"],
    [{ type: "string", enum: ["a", "b"] }, "choice"],
    [{ type: "array", items: { type: "string" } }, "list"],
    [{ properties: { a: {} } }, "object"],
    [{ type: ["string", "null"] }, "text"],
    [{ type: ["string", "number"] }, "json"],
    [{ anyOf: [{ type: "string" }] }, "json"],
    [{}, "json"],
  ])("%j is %s", (schema, kind) => expect(shapeOf(schema).kind).toBe(kind));

  it("ends in JSON where values nest too deep for a form", () => {
    let value: Json = "end";
    for (let depth = 0; depth < 6; depth += 1) value = { inner: value };
    const kinds: string[] = [];
    let shape: Shape | undefined = shapeOf(formSchema(undefined, value));
    while (shape) {
      kinds.push(shape.kind);
      shape = shape.kind === "object" ? shape.fields[0]?.shape : undefined;
    }
    expect(kinds).toEqual(["object", "object", "object", "object", "json"]);
  });

  it("an object inside that may hold anything is written as JSON", () => {
    const [field] = fieldsOf({ type: "object", properties: { meta: { type: "object" } } });
    expect(field?.shape.kind).toBe("json");
    expect(shapeOf({ type: "object" }).kind).toBe("object");
  });
});

it("fields have the schema's titles, descriptions and requirements", () => {
  const schema = {
    properties: { to: { type: "string", title: "Recipient", description: "Who gets it" }, cc: { title: " " } },
    required: ["to"],
  };
  expect(fieldsOf(schema)).toMatchObject([
    { name: "to", title: "Recipient", description: "Who gets it", isRequired: true },
    { name: "cc", title: "cc", description: undefined, isRequired: false },
  ]);
});

it("a new item has its required properties", () => {
  const item = { type: "object", properties: { sku: { type: "string" }, n: { type: "integer" } }, required: ["n"] };
  expect(emptyValue(shapeOf(item))).toEqual({ n: 0 });
  expect(emptyValue(shapeOf({ type: "string", default: "x" }))).toBe("x");
  expect(emptyValue(shapeOf({ enum: ["a", "b"] }))).toBe("a");
});

describe("H-05 what is wrong with a value", () => {
  const field = (schema: JsonObject, isRequired = false): ShapeField => ({
    name: "f",
    title: "f",
    description: undefined,
    isRequired,
    shape: shapeOf(schema),
  });

  it.each<[string, Json | undefined, ShapeField, string | undefined]>([
    ["a required one that is missing", undefined, field({ type: "string" }, true), "This is required."],
    ["an optional one that is missing", undefined, field({ type: "string" }), undefined],
    ["a text for a number", "abc", field({ type: "number" }), "Write a number."],
    ["a fraction for a whole number", 1.5, field({ type: "integer" }), "Write a whole number."],
    ["none of the options", "c", field({ enum: ["a", "b"] }), 'Choose one of "a", "b".'],
    ["a number as it should be", 3, field({ type: "integer" }), undefined],
    ["null where it is allowed", null, field({ type: ["string", "null"] }), undefined],
  ])("%s", (_what, value, of, said) => expect(problemOf(value, of)).toBe(said));
});
