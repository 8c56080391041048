import { expect, it } from "vitest";

import { listHref, readIsCreating, readListFilters, toListInput } from "./list-filters";

it.each([
  { query: "", isArchived: false },
  { query: "refund & co", isArchived: false },
  { query: "", isArchived: true },
  { query: "a=b", isArchived: true },
])("reads back from the address what it wrote: %j", (filters) => {
  const { searchParams } = new URL(listHref(filters), "http://localhost");
  expect(readListFilters(searchParams)).toEqual(filters);
});

it("keeps the plain address for the plain list", () => {
  expect(listHref({ query: "  ", isArchived: false })).toBe("/workflows");
});

it("asks the server without the filters that are off", () => {
  expect(JSON.stringify(toListInput({ query: "", isArchived: false }))).toBe("{}");
});

it("opens the dialog over the list as it is filtered", () => {
  const filters = { query: "refund", isArchived: true };
  const { searchParams } = new URL(listHref(filters, true), "http://localhost");
  expect(readIsCreating(searchParams)).toBe(true);
  expect(readListFilters(searchParams)).toEqual(filters);
});
