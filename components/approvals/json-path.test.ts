import { describe, expect, it } from "vitest";

import { getAt, pathText, setAt } from "./json-path";

const order = { customer: { name: "Ann", tags: ["new", "eu"] }, total: 5 };

describe("a path into arguments", () => {
  it.each([
    [[], ""],
    [["total"], "total"],
    [["customer", "tags", 1], "customer.tags[1]"],
    [[0, "sku"], "[0].sku"],
  ])("%j is written %j", (path, text) => expect(pathText(path)).toBe(text));

  it("finds what is there and nothing else", () => {
    expect(getAt(order, ["customer", "tags", 1])).toBe("eu");
    expect(getAt(order, ["customer", "tags", 7])).toBeUndefined();
    expect(getAt(order, ["customer", "toString"])).toBeUndefined();
    expect(getAt(order, ["total", "deeper"])).toBeUndefined();
  });

  it("changes a copy and leaves the original", () => {
    const changed = setAt(order, ["customer", "tags", 0], "old");
    expect(changed).toEqual({ customer: { name: "Ann", tags: ["old", "eu"] }, total: 5 });
    expect(order.customer.tags[0]).toBe("new");
  });

  it("takes a property or an item away", () => {
    expect(setAt(order, ["total"], undefined)).toEqual({ customer: order.customer });
    expect(setAt(order, ["customer", "tags", 0], undefined)).toMatchObject({ customer: { tags: ["eu"] } });
  });

  it("makes what is missing on the way", () => {
    expect(setAt({}, ["address", "city"], "Oslo")).toEqual({ address: { city: "Oslo" } });
    expect(setAt({}, ["tags", 0], "a")).toEqual({ tags: ["a"] });
  });

  it("F-62 a property called __proto__ is a property like any other", () => {
    const changed = setAt({}, ["__proto__"], { isAdmin: true });
    expect(Object.keys(changed as object)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(changed)).toBe(Object.prototype);
    expect(getAt(changed, ["__proto__", "isAdmin"])).toBe(true);
  });
});
