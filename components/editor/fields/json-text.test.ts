import fc from "fast-check";
import { expect, test } from "vitest";
import { readJsonText, writeJsonText } from "./json-text";

test.each([
  ["", undefined],
  ["  ", undefined],
  ['{"a": 1}', { a: 1 }],
  ["[1]", [1]],
  ["{{ nodes.llm.text }}", "{{ nodes.llm.text }}"],
  ["Hello", "Hello"],
  ["12", 12],
  ['"12"', "12"],
])("%j is read as %j", (text, value) => {
  expect(readJsonText(text, true)).toEqual({ ok: true, value });
});

test("text that began as JSON and is not JSON is refused with a reason", () => {
  expect(readJsonText('{"a": ', true)).toMatchObject({ ok: false });
  expect(readJsonText("Hello", false)).toMatchObject({ ok: false });
});

test("what is written reads back as the same value", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.boolean(), (value, allowsText) => {
      const json = JSON.parse(JSON.stringify(value));
      expect(readJsonText(writeJsonText(json, allowsText), allowsText)).toEqual({ ok: true, value: json });
    }),
  );
});
