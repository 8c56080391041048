import { expect, it } from "vitest";

import { orderedNames } from "./schema-order";

it("fields stand in the order that the form says, then the required ones, then the others", () => {
  const properties = { id: {}, note: {}, amount: {}, currency: {} };
  const required = ["currency", "amount", "gone"];
  expect(orderedNames({ properties, required })).toEqual(["currency", "amount", "id", "note"]);
  expect(orderedNames({ properties, required, "x-order": ["note", "id"] })).toEqual([
    "note",
    "id",
    "currency",
    "amount",
  ]);
});
