import { describe, expect, it } from "vitest";

import { compactJson, prettyJson } from "./json-text";

describe("prettyJson", () => {
  it("indents JSON and leaves other text alone", () => {
    expect(prettyJson('{"a":1}')).toEqual({ code: '{\n  "a": 1\n}', language: "json" });
    expect(prettyJson("Error: gone")).toEqual({ code: "Error: gone", language: "text" });
    expect(prettyJson("null")).toEqual({ code: "null", language: "json" });
  });
});

describe("compactJson", () => {
  it.each([
    ['{"order_id":"A-1001","count":2}', "order_id: A-1001, count: 2"],
    ['{"nested":{"a":[1]}}', 'nested: {"a":[1]}'],
    ["{}", ""],
    ['{"order_', '{"order_'],
    ["[1,2]", "[1,2]"],
  ])("writes %j in one line", (text, line) => {
    expect(compactJson(text)).toBe(line);
  });

  it("cuts what is longer than a line can show", () => {
    expect(compactJson(JSON.stringify({ text: "x".repeat(5000) }))).toHaveLength(160);
  });
});
