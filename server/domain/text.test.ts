import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DomainError } from "./errors";
import { isDeeperThan } from "./json";
import { nearestName } from "./suggest";
import { sanitiseJson, sanitiseText, truncate } from "./text";

describe("sanitiseText", () => {
  it.each([
    ["a\u0000b", "a\uFFFDb"],
    ["a\ud800b", "a\uFFFDb"],
    ["\udc00", "\uFFFD"],
    ["😀", "😀"],
    ["\u202Eabc\r\n\t", "\u202Eabc\r\n\t"],
  ])("F-50 makes %j storable as %j", (text, expected) => {
    expect(sanitiseText(text)).toBe(expected);
  });

  it("F-50 always gives text that PostgreSQL takes, and keeps what was already so", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(0xffff), fc.constantFrom(0, 0xd83d, 0xde00))), (units) => {
        const clean = sanitiseText(String.fromCharCode(...units));
        expect(clean.isWellFormed() && !clean.includes("\u0000")).toBe(true);
        expect(sanitiseText(clean)).toBe(clean);
      }),
    );
  });
});

describe("sanitiseJson", () => {
  it("F-50 cleans texts and keys at every depth", () => {
    expect(sanitiseJson({ "a\u0000": ["\ud800", { b: "\u0000" }] })).toEqual({
      "a\uFFFD": ["\uFFFD", { b: "\uFFFD" }],
    });
  });

  it("F-51 makes text of what JSON cannot hold and leaves out what is not data", () => {
    expect(
      sanitiseJson({
        a: Number.POSITIVE_INFINITY,
        b: Number.NaN,
        c: 2n ** 64n,
        d: undefined,
        e: () => 1,
        f: [undefined],
      }),
    ).toEqual({
      a: "Infinity",
      b: "NaN",
      c: "18446744073709551616",
      f: [null],
    });
    expect(sanitiseJson(JSON.parse("1e400"))).toBe("Infinity");
  });

  it("F-49 keeps a key called __proto__ as a key", () => {
    const clean = sanitiseJson(JSON.parse('{"__proto__":{"polluted":true}}'));
    expect(JSON.stringify(clean)).toBe('{"__proto__":{"polluted":true}}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("F-48 takes 64 levels and refuses more, without exhausting the stack", () => {
    const nested = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth));
    expect(sanitiseJson(nested(64))).toEqual(nested(64));
    for (const depth of [65, 200_000]) {
      expect(() => sanitiseJson(nested(depth))).toThrow(DomainError);
      expect(isDeeperThan(nested(depth), 64)).toBe(true);
    }
    expect(isDeeperThan(nested(64), 64)).toBe(false);
  });

  it("gives any JSON back as it is, when it is storable", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const stored: unknown = JSON.parse(JSON.stringify(value).replaceAll("\\u0000", ""));
        expect(sanitiseJson(stored)).toEqual(stored);
      }),
    );
  });
});

describe("truncate", () => {
  it.each([
    ["short", 10, "short"],
    ["exactly", 7, "exactly"],
    ["too long", 5, "too …"],
    ["ab😀cd", 4, "ab…"],
    ["abc", 1, "…"],
    ["abc", 0, ""],
  ])("cuts %j to %d as %j", (text, length, expected) => {
    expect(truncate(text, length)).toBe(expected);
  });
});

describe("nearestName", () => {
  it.each([
    ["qury", ["query", "other"], "query"],
    ["Query", ["query"], "query"],
    ["x", ["query"], undefined],
    ["query", [], undefined],
    ["a".repeat(100), ["a".repeat(100)], undefined],
  ])("of %s among %j is %s", (name, known, expected) => {
    expect(nearestName(name, known)).toBe(expected);
  });
});
