import { describe, expect, it } from "vitest";
import { hashPassword, isPassword } from "./password";

describe("passwords of shared pages", () => {
  it("knows the right one again, however its letters are composed, and no other", async () => {
    const stored = await hashPassword("caf\u00e9 at nine");
    expect(await isPassword("cafe\u0301 at nine", stored)).toBe(true);
    for (const wrong of ["cafe at nine", "café at nin", "", "café at nine "])
      expect(await isPassword(wrong, stored)).toBe(false);
  });

  it("stores neither the password nor the same hash twice", async () => {
    const [first, second] = [await hashPassword("open sesame"), await hashPassword("open sesame")];
    expect(first).not.toBe(second);
    expect(first).not.toContain("sesame");
    expect(first).toMatch(/^scrypt\$32768\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
  });

  it.each(["", "plain", "md5$1$2$3$a$b"])("lets nobody in by a hash like %j", async (stored) => {
    expect(await isPassword("", stored)).toBe(false);
  });
});
