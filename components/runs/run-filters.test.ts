import { describe, expect, test } from "vitest";
import { isFiltered, readRunFilters, runsHref } from "./run-filters";

describe("the filters of the list of runs", () => {
  test("go into the address and come back from it", () => {
    const filters = { status: "failed", workflowId: "w 1&2", source: "api" } as const;
    const href = runsHref(filters);
    expect(href).toBe("/runs?status=failed&workflow=w+1%262&source=api");
    expect(readRunFilters(new URL(href, "http://localhost").searchParams)).toEqual(filters);
  });

  test("what is not filtered is not in the address", () => {
    expect(runsHref({})).toBe("/runs");
    expect(isFiltered(readRunFilters(new URLSearchParams()))).toBe(false);
    expect(isFiltered({ source: "chat" })).toBe(true);
  });

  test("unknown words ask for nothing", () => {
    expect(readRunFilters(new URLSearchParams("status=exploded&source=carrier-pigeon&workflow="))).toEqual({});
  });
});
