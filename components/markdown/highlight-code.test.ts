import { describe, expect, it } from "vitest";
import { highlightCode } from "./highlight-code";

describe("highlightCode", () => {
  it.each([
    ["python", "def f(x):\n    return '<b>' # why\n"],
    ["typescript", "const a: string = `x${1}`;"],
    ["json", '{"a": [1, true, null]}'],
    ["bash", 'echo "$HOME" && ls -la'],
    ["sql", "select count(*) from t where a = 'b'"],
    ["html", "<script>alert(1)</script>"],
    ["diff", "+ added\n- removed\n"],
  ])("keeps every character of %s", (language, code) => {
    const pieces = highlightCode(code, language);
    expect(pieces?.map((piece) => piece.text).join("")).toBe(code);
    expect(pieces?.some((piece) => piece.look !== undefined)).toBe(true);
  });

  it("tells words of the language from texts, numbers and remarks", () => {
    const looks = new Map(
      highlightCode("def f():\n  return 1 # one\n", "python")?.map(({ text, look }) => [text, look]),
    );
    expect(Object.fromEntries(looks)).toMatchObject({
      def: "keyword",
      f: "function",
      "1": "number",
      "# one": "comment",
    });
  });

  it.each(["klingon", "", "constructor"])("leaves %j alone", (language) => {
    expect(highlightCode("x = 1", language)).toBeUndefined();
  });
});
