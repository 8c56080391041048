import { describe, expect, it } from "vitest";
import { DomainError } from "@/server/domain/errors";
import { limitRate } from "./limit-rate";

const limit = { count: 3, perMs: 60_000 };

function use(name: string, atMs: number): number | undefined {
  try {
    limitRate([{ name, limit }], atMs);
    return undefined;
  } catch (error) {
    if (error instanceof DomainError && error.code === "rate_limited") return error.retryAfterMs;
    throw error;
  }
}

describe("limitRate", () => {
  it("takes so many at once, then one for each part of the span, and says when", () => {
    expect([use("a", 0), use("a", 0), use("a", 0)]).toEqual([undefined, undefined, undefined]);
    expect(use("a", 0)).toBe(20_000);
    expect(use("a", 19_999)).toBe(1);
    expect(use("a", 20_000)).toBeUndefined();
    expect(use("a", 20_001)).toBe(19_999);
    expect(use("b", 0)).toBeUndefined();
  });

  it("gives the whole rate back after a rest", () => {
    for (const at of [0, 0, 0, 200_000, 200_000, 200_000]) expect(use("c", at)).toBeUndefined();
    expect(use("c", 200_000)).toBe(20_000);
  });

  it("counts nothing when one of several names is used up", () => {
    for (let count = 0; count < 3; count += 1) limitRate([{ name: "tight", limit }], 0);
    for (let count = 0; count < 5; count += 1)
      expect(() =>
        limitRate(
          [
            { name: "wide", limit },
            { name: "tight", limit },
          ],
          0,
        ),
      ).toThrow("Try again in 20 s");
    expect(use("wide", 0)).toBeUndefined();
  });
});
