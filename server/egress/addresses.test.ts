import { describe, expect, test } from "vitest";
import { isPublicAddress, parseRange } from "./addresses";

describe("isPublicAddress", () => {
  test.each(["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1"])("%s is public", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    "127.0.0.1",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "100.100.100.200",
    "192.0.0.192",
    "168.63.129.16",
    "255.255.255.255",
    "224.0.0.1",
    "::",
    "::1",
    "[::1]",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "fe80::1",
    "fd00:ec2::254",
    "fd20:ce::254",
    "localhost",
    "",
  ])("S-02 %s is not", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe("parseRange", () => {
  test("holds the addresses of its network and no others", () => {
    const range = parseRange("10.1.0.0/16");
    expect(["10.1.2.3", "::ffff:10.1.2.3", "10.2.0.1", "::1"].map((address) => range?.contains(address))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test("takes a single address as a range of one, and a name as none", () => {
    expect(parseRange("fd00::1")?.contains("fd00::1")).toBe(true);
    expect(parseRange("fd00::1")?.contains("fd00::2")).toBe(false);
    expect(parseRange("ollama.internal")).toBeUndefined();
  });
});
