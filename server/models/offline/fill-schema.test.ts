import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Json, JsonObject } from "@/server/domain/json";
import { findEvidence } from "./evidence";
import { fillAnswer, fillObject } from "./fill-schema";

const leaf: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.record({ type: fc.constant("string"), minLength: fc.nat(4), maxLength: fc.integer({ min: 5, max: 40 }) }),
  fc.record({
    type: fc.constantFrom("number", "integer"),
    minimum: fc.integer({ min: -5, max: 5 }),
    maximum: fc.integer({ min: 6, max: 20 }),
  }),
  fc.constant<JsonObject>({ type: "boolean" }),
  fc.constant<JsonObject>({ type: "null" }),
  fc.constant<JsonObject>({ const: "fixed" }),
  fc.record({ enum: fc.uniqueArray(fc.oneof(fc.string(), fc.integer()), { minLength: 1, maxLength: 4 }) }),
);
const names = fc.constantFrom("name", "email", "order_id", "count", "reason", "tags", "x", "__proto__");
const { schema: schemas } = fc.letrec<{ schema: JsonObject }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.record({
      type: fc.constant("array"),
      items: tie("schema"),
      minItems: fc.nat(2),
      maxItems: fc.integer({ min: 2, max: 4 }),
    }),
    fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }) }),
    fc.dictionary(names, tie("schema"), { maxKeys: 4 }).map((properties): JsonObject => ({
      type: "object",
      properties,
      required: Object.keys(properties),
      additionalProperties: false,
    })),
  ),
}));
const texts = fc.constantFrom(
  "",
  "Ada Lovelace (ada@example.com) wants 3 of A-1001 because the first broke.",
  'Say "yes" on 2026-11-21 to 12 people, 7.5 and -4.',
);

describe("fillAnswer", () => {
  it("fits every schema of the usual keywords, whatever the message", () => {
    fc.assert(
      fc.property(schemas, texts, (schema, text) => {
        const value = fillAnswer(schema, findEvidence(text));
        const parsed: Json = JSON.parse(JSON.stringify(value));
        expect(z.fromJSONSchema(JSON.parse(JSON.stringify(schema))).safeParse(parsed).error?.issues).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it("follows references and ends on those that go in circles", () => {
    const schema = {
      $ref: "#/$defs/node",
      $defs: { node: { type: "object", properties: { name: { type: "string" }, next: { $ref: "#/$defs/node" } } } },
    };
    expect(fillAnswer(schema, findEvidence("Ada"))).toMatchObject({ name: "Ada" });
  });
});

describe("fillObject", () => {
  it("leaves out optional properties that the message does not hold", () => {
    const schema = {
      properties: {
        email: { type: "string" },
        amount: { type: "number" },
        note: { type: "string", format: "date" },
        urgent: { type: "boolean" },
      },
    };
    expect(fillObject(schema, findEvidence("Write to ada@example.com"), false)).toEqual({
      email: "ada@example.com",
      note: "Write to ada@example.com",
    });
  });

  it("gives each property a thing of its own", () => {
    const schema = {
      properties: {
        from_city: { type: "string" },
        to_city: { type: "string" },
        adults: { type: "integer" },
        children: { type: "integer" },
      },
    };
    const filled = fillObject(schema, findEvidence("Book from Oslo to Rome for 2 adults and 1 children"), true);
    expect(filled).toEqual({ from_city: "Oslo", to_city: "Rome", adults: 2, children: 1 });
  });
});
