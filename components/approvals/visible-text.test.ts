import { expect, it } from "vitest";

import { visibleText } from "./visible-text";

it.each([
  ["pay\u202E001", String.raw`pay\u202E001`],
  ["a\u200Bdmin", String.raw`a\u200Bdmin`],
  ["bell\u0007 escape\u001B[31m", String.raw`bell\u0007 escape\u001B[31m`],
  ["tag\u{E0041}", String.raw`tag\u{E0041}`],
  ["alone\r", String.raw`alone\u000D`],
])("F-50 %j is shown with what it hides", (text, shown) => expect(visibleText(text)).toBe(shown));

it.each(["two\nlines\tand a tab", "שלום", "👩‍👩‍👧", "می‌خواهم"])("F-50 %j stays as it is", (text) =>
  expect(visibleText(text)).toBe(text),
);

it("F-50 a line break is a line break whichever way it is written", () => expect(visibleText("a\r\nb")).toBe("a\nb"));
