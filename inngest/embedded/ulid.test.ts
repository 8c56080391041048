import { describe, expect, test } from "vitest";
import { seededUlids, ulid } from "./ulid";

describe("ids", () => {
  test("are 26 characters, sort by time and differ", () => {
    const ids = Array.from({ length: 100 }, () => ulid());
    expect(ids.every((id) => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(100);
    expect(ulid().slice(0, 8) >= (ids[0] ?? "").slice(0, 8)).toBe(true);
  });

  test("encode the time as every ULID does", () => {
    expect(seededUlids(`1469918176385,${Buffer.alloc(10).toString("base64")}`, 1)).toEqual([
      "01ARYZ6S410000000000000000",
    ]);
  });

  test("from one seed are always the same, and differ among each other", () => {
    const seed = `1700000000000,${Buffer.alloc(10, 255).toString("base64")}`;
    const ids = seededUlids(seed, 3);
    expect(ids).toEqual(seededUlids(seed, 3));
    expect(new Set(ids).size).toBe(3);
  });

  test.each([null, "", "abc", "17,short", `-1,${Buffer.alloc(10).toString("base64")}`])(
    "a malformed seed %j is no seed",
    (seed) => {
      expect(seededUlids(seed, 1)).toBeNull();
    },
  );
});
