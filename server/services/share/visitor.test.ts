import { describe, expect, it } from "vitest";
import { letIn, visitorOf } from "./visitor";

const page = { shareKey: "key-one", passwordHash: null };
const pairOf = (cookie: string) => cookie.split(";")[0] ?? "";
const enter = (of: typeof page | { shareKey: string; passwordHash: string }, header: string | null = null) =>
  letIn(header, of, { isSecure: true });

describe("visitors", () => {
  it("are known again by their cookie, which scripts and other sites can not have", () => {
    const { visitor, cookie } = enter(page);
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/);
    expect(visitorOf(`other=1; ${pairOf(cookie)}`, page)).toEqual(visitor);
    expect(enter(page, pairOf(cookie)).visitor).toEqual(visitor);
    expect(enter(page).visitor.ownerId).not.toBe(visitor.ownerId);
  });

  it("can not be told from what is stored", () => {
    const { visitor, cookie } = enter(page);
    const secret = pairOf(cookie).split("=")[1]?.split(".")[0] ?? "";
    expect(visitor.ownerId).not.toContain(secret);
  });

  it("are somebody else on another page", () => {
    const { visitor, cookie } = enter(page);
    const other = { ...page, shareKey: "key-two" };
    expect(visitorOf(pairOf(cookie), other)).toBeUndefined();
    const secretOfOne = pairOf(cookie).replace(/^[^=]+/, pairOf(enter(other).cookie).split("=")[0] ?? "");
    expect(visitorOf(secretOfOne, other)?.ownerId).not.toBe(visitor.ownerId);
  });

  it("must enter again when a password is set or changed, and stay who they are", () => {
    const { visitor, cookie } = enter(page);
    const locked = { ...page, passwordHash: "scrypt$1" };
    expect(visitorOf(pairOf(cookie), locked)).toEqual({ ownerId: visitor.ownerId, hasEntered: false });
    const entered = enter(locked, pairOf(cookie));
    expect(visitorOf(pairOf(entered.cookie), locked)).toEqual(visitor);
    expect(visitorOf(pairOf(entered.cookie), { ...page, passwordHash: "scrypt$2" })?.hasEntered).toBe(false);
  });

  it.each(["", "x", "signalbox_visitor_=", "a.b.c"])("are nobody by the cookie %j", (header) => {
    expect(visitorOf(header, page)).toBeUndefined();
    const name = pairOf(enter(page).cookie).split("=")[0];
    expect(visitorOf(`${name}=${header}`, page)).toBeUndefined();
  });
});
