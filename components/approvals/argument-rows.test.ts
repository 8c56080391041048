import { describe, expect, it } from "vitest";

import { argumentRows, countChanges, diffArguments } from "./argument-rows";

describe("the rows of a call", () => {
  it("name every value by its path, nested ones too", () => {
    const rows = argumentRows({ to: "ann", lines: [{ sku: "a", n: 2 }], note: null });
    expect(rows.map(({ name, after }) => [name, after])).toEqual([
      ["to", "ann"],
      ["lines[0].sku", "a"],
      ["lines[0].n", 2],
      ["note", null],
    ]);
  });

  it("stand in the order of the schema", () => {
    const schema = {
      required: ["order_id", "lines"],
      properties: { note: {}, lines: { items: { required: ["sku"], properties: { n: {}, sku: {} } } }, order_id: {} },
    };
    const rows = argumentRows({ more: 1, note: "x", lines: [{ n: 2, sku: "a" }], order_id: "A" }, schema);
    expect(rows.map((row) => row.name)).toEqual(["order_id", "lines[0].sku", "lines[0].n", "note", "more"]);
  });

  it("show an empty list or object, and nothing for a call without arguments", () => {
    expect(argumentRows({ tags: [], more: {} }).map((row) => row.after)).toEqual([[], {}]);
    expect(argumentRows({})).toEqual([]);
    expect(argumentRows(null)).toEqual([]);
  });
});

describe("before and after", () => {
  const before = { amount: 120, currency: "EUR", lines: [{ sku: "a" }, { sku: "b" }] };

  it("H-12 tells changed, added and removed values from those that stayed", () => {
    const rows = diffArguments(before, { amount: 100, currency: "EUR", reason: "late", lines: [{ sku: "a" }] });
    expect(rows).toEqual([
      { name: "amount", before: 120, after: 100, isChanged: true },
      { name: "currency", before: "EUR", after: "EUR", isChanged: false },
      { name: "reason", before: undefined, after: "late", isChanged: true },
      { name: "lines[0].sku", before: "a", after: "a", isChanged: false },
      { name: "lines[1].sku", before: "b", after: undefined, isChanged: true },
    ]);
    expect(countChanges(before, before)).toBe(0);
  });

  it("a type is a change, an order of properties is none", () => {
    expect(countChanges({ n: 1 }, { n: "1" })).toBe(1);
    expect(countChanges({ n: null }, {})).toBe(1);
    expect(countChanges({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(0);
  });

  it("a value that became a list shows both", () => {
    const rows = diffArguments({ to: "ann" }, { to: ["ann", "bob"] });
    expect(rows.map(({ name, before: was, after }) => [name, was, after])).toEqual([
      ["to[0]", undefined, "ann"],
      ["to[1]", undefined, "bob"],
      ["to", "ann", undefined],
    ]);
  });
});
