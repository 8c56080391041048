import { describe, expect, test } from "vitest";
import { experiencesHref, readExperienceFilters } from "./experience-filters";

describe("the filters of the list of experiences", () => {
  test("go into the address and come back from it", () => {
    const filters = { appCode: "support desk", status: "pinned" } as const;
    const href = experiencesHref(filters);
    expect(href).toBe("/experiences?app=support+desk&status=pinned");
    expect(readExperienceFilters(new URL(href, "http://localhost").searchParams)).toEqual(filters);
  });

  test("what is not filtered is not in the address, and unknown words ask for nothing", () => {
    expect(experiencesHref({})).toBe("/experiences");
    expect(readExperienceFilters(new URLSearchParams("status=lost&app="))).toEqual({});
  });
});
