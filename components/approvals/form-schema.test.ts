import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "@/server/domain/json";

import { formSchema, withDefaults } from "./form-schema";

describe("the schema of a form", () => {
  it.each<[string, JsonObject | undefined, Json | undefined, JsonObject]>([
    ["no schema at all", undefined, 5, { type: "number" }],
    ["a schema without a type", { title: "Name" }, "Ann", { type: "string", title: "Name" }],
    ["a schema with another type than the value", { type: "number" }, "Ann", { type: "number" }],
    ["several types", { type: ["string", "number"] }, "Ann", { type: ["string", "number"] }],
    ["a choice of schemas", { anyOf: [{ type: "string" }] }, "Ann", { anyOf: [{ type: "string" }] }],
    ["nothing known", undefined, null, {}],
    ["options", { enum: [1, 2] }, "Ann", { enum: [1, 2] }],
  ])("of %s", (_what, schema, value, expected) => expect(formSchema(schema, value)).toEqual(expected));

  it("has the properties of the schema first, then those that only the value has", () => {
    const schema = { type: "object", properties: { to: { type: "string" }, cc: {} }, required: ["to"] };
    const made = formSchema(schema, { extra: true, to: "ann" });
    expect(made).toMatchObject({ type: "object", required: ["to"], properties: { extra: { type: "boolean" } } });
    expect(Object.keys(made.properties ?? {})).toEqual(["to", "cc", "extra"]);
  });

  it("gives a text several lines when it is long, or may be", () => {
    expect(formSchema({ type: "string" }, "short")).not.toHaveProperty("format");
    for (const [schema, value] of [
      [{ type: "string" }, "two\nlines"],
      [{ type: "string" }, "x".repeat(81)],
      [{ type: "string", maxLength: 4000 }, ""],
      [{ type: "array" }, ["short", "x".repeat(200)]],
    ] as const) {
      expect(JSON.stringify(formSchema(schema, typeof value === "string" ? value : [...value]))).toContain(
        '"format":"textarea"',
      );
    }
  });

  it("knows the items of a list from all of them", () => {
    expect(formSchema(undefined, [{ sku: "a" }, { sku: "b", n: 2 }])).toEqual({
      type: "array",
      items: { type: "object", properties: { sku: { type: "string" }, n: { type: "number" } } },
    });
    expect(formSchema(undefined, [1, "a"])).toEqual({ type: "array", items: {} });
  });
});

it("a form begins with the schema's defaults under what is given", () => {
  const schema = { properties: { a: { default: 1 }, b: { default: 2 }, c: {} } };
  expect(withDefaults(schema, { b: 5 })).toEqual({ a: 1, b: 5 });
  expect(withDefaults(schema, null)).toEqual({ a: 1, b: 2 });
});
