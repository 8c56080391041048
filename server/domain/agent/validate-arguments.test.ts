import { describe, expect, it } from "vitest";
import { parseArguments } from "./validate-arguments";

const schema = {
  type: "object",
  properties: {
    order_id: { type: "string" },
    amount: { type: ["number", "null"] },
    count: { type: "integer" },
    reason: { type: "string", enum: ["damaged", "late"] },
    lines: { type: "array", items: { type: "object", properties: { sku: { type: "string" } }, required: ["sku"] } },
  },
  required: ["order_id"],
  additionalProperties: false,
};

describe("parseArguments", () => {
  it("answers the parsed object when it fits", () => {
    const value = { order_id: "A-1001", amount: null, count: 2, reason: "late", lines: [{ sku: "x" }] };
    expect(parseArguments(JSON.stringify(value), schema)).toEqual({ ok: true, value });
  });

  it("takes empty text as no arguments", () => {
    expect(parseArguments(" ", { type: "object", properties: {} })).toEqual({ ok: true, value: {} });
  });

  it.each([
    ["{", "not one JSON object"],
    ["[]", "not one JSON object"],
    ["null", "not one JSON object"],
    ["{}", "order_id is required"],
    ['{"order_id":7}', "order_id must be string, not number"],
    ['{"order_id":"a","amount":"7"}', "amount must be number or null, not string"],
    ['{"order_id":"a","count":1.5}', "count must be integer, not number"],
    ['{"order_id":"a","reason":"bored"}', 'reason must be one of "damaged", "late"'],
    ['{"order_id":"a","lines":[{"sku":"x"},{}]}', "lines[1].sku is required"],
    ['{"order_id":"a","is_admin":true}', "is_admin is not a parameter"],
    ['{"order_id":"a","__proto__":{"x":1}}', "__proto__ is not a parameter"],
  ])("F-63 refuses %s with a sentence", (text, sentence) => {
    const result = parseArguments(text, schema);
    expect(result.ok ? "" : result.issues.join("; ")).toContain(sentence);
  });

  it("F-63 refuses arguments of a megabyte without parsing them", () => {
    expect(parseArguments(`{"order_id":"${"a".repeat(1_000_000)}"}`, schema).ok).toBe(false);
  });

  it("F-48 refuses deep nesting instead of overflowing the stack", () => {
    const deep = `{"order_id":"a","extra":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    expect(parseArguments(deep, { type: "object", properties: { extra: { enum: [1] } } })).toMatchObject({ ok: false });
  });

  it("F-49 does not find inherited names in the schema or the arguments", () => {
    expect(parseArguments('{"order_id":"a"}', { ...schema, required: ["constructor"] }).ok).toBe(false);
    expect(parseArguments('{"order_id":"a","toString":1}', schema).ok).toBe(false);
  });
});
