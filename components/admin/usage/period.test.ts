import { describe, expect, test } from "vitest";
import { dayIn, daysOf, formatDay, lengthOf, periodHref, readPeriod, resolvePeriod } from "./period";

const read = (search: string) => readPeriod(new URLSearchParams(search));

describe("the period of the usage page", () => {
  test.each([
    ["", { days: 30 }],
    ["days=7", { days: 7 }],
    ["days=8", { days: 30 }],
    ["from=2026-11-01&to=2026-11-15", { from: "2026-11-01", to: "2026-11-15" }],
    ["from=2026-11-15&to=2026-11-01", { days: 30 }],
    ["from=2026-02-30&to=2026-03-01", { days: 30 }],
    ["from=yesterday&to=2026-03-01&days=90", { days: 90 }],
  ])("is read from ?%s", (search, expected) => {
    expect(read(search)).toEqual(expected);
  });

  test.each(["", "days=7", "from=2026-11-01&to=2026-11-15"])("goes back into the address as ?%s", (search) => {
    expect(periodHref(read(search))).toBe(search === "" ? "/admin/usage" : `/admin/usage?${search}`);
  });

  test("ends today and has as many days as it says, across months and leap days", () => {
    expect(resolvePeriod({ days: 7 }, "2026-11-21")).toEqual({ from: "2026-11-15", to: "2026-11-21" });
    expect(resolvePeriod({ days: 30 }, "2028-03-01")).toEqual({ from: "2028-02-01", to: "2028-03-01" });
    expect(daysOf({ from: "2028-02-28", to: "2028-03-01" })).toEqual(["2028-02-28", "2028-02-29", "2028-03-01"]);
  });

  test("is a year at most", () => {
    const period = resolvePeriod({ from: "2001-01-01", to: "2026-11-21" }, "2026-11-21");
    expect(lengthOf(period)).toBe(366);
    expect(period.to).toBe("2026-11-21");
  });

  test("today is the day of the time zone", () => {
    const moment = Date.parse("2026-11-21T23:30:00Z");
    expect(dayIn("UTC", moment)).toBe("2026-11-21");
    expect(dayIn("Pacific/Auckland", moment)).toBe("2026-11-22");
    expect(dayIn("America/Los_Angeles", moment)).toBe("2026-11-21");
  });

  test("days are written the same in every time zone", () => {
    expect(formatDay("2026-11-01")).toBe("Nov 1");
  });
});
