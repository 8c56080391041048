import { describe, expect, test } from "vitest";
import { jsonRows } from "./json-rows";

const value = { order: { id: "A-1003", lines: [{ item: "Coffee grinder", price: 80 }] }, "a/b": null };

function paths(...given: Parameters<typeof jsonRows>): string[] {
  return jsonRows(...given).map((row) => `${row.path}${row.isMatch ? " *" : ""}`);
}

describe("a JSON value as lines", () => {
  test("is open down to the second level, in the order of its keys", () => {
    expect(paths(value, new Set(), "")).toEqual(["", "/order", "/order/id", "/order/lines", "/a~1b"]);
  });

  test("what is toggled turns the other way", () => {
    expect(paths(value, new Set(["/order"]), "")).toEqual(["", "/order", "/a~1b"]);
    expect(paths(value, new Set(["/order/lines"]), "")).toEqual([
      "",
      "/order",
      "/order/id",
      "/order/lines",
      "/order/lines/0",
      "/a~1b",
    ]);
  });

  test("a search opens the way to every match in keys and values, and marks it", () => {
    expect(paths(value, new Set(), "GRINDER")).toEqual([
      "",
      "/order",
      "/order/id",
      "/order/lines",
      "/order/lines/0",
      "/order/lines/0/item *",
      "/order/lines/0/price",
      "/a~1b",
    ]);
    expect(paths(value, new Set(), "price")).toContain("/order/lines/0/price *");
    expect(paths(value, new Set(), "nothing like it")).toEqual([""]);
  });

  test("long lists are closed at first", () => {
    expect(
      paths(
        Array.from({ length: 31 }, () => 0),
        new Set(),
        "",
      ),
    ).toEqual([""]);
    expect(
      paths(
        Array.from({ length: 31 }, () => 0),
        new Set([""]),
        "",
      ),
    ).toHaveLength(32);
  });

  test.each([["text"], [5], [null], [true]])("%j alone is one line", (alone) => {
    expect(jsonRows(alone, new Set(), "")).toMatchObject([{ path: "", value: alone, isOpen: false }]);
  });
});
