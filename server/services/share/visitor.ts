import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** Somebody who talks to a shared app without an account. Whoever has the cookie is the visitor. */
export interface Visitor {
  /** Owner of the visitor's conversations and of nothing else; the cookie can not be found out from it. */
  ownerId: string;
  /** Has given the password of the page, or the page asks for none. */
  hasEntered: boolean;
}

interface SharedPage {
  shareKey: string;
  passwordHash: string | null;
}

const yearSeconds = 365 * 24 * 60 * 60;
const secretPattern = /^[\w-]{43}$/;

/** The visitor whom a request's cookies name; undefined for one who comes for the first time. */
export function visitorOf(cookieHeader: string | null, page: SharedPage): Visitor | undefined {
  const value = readCookie(cookieHeader, cookieName(page));
  const [secret = "", proof = ""] = value?.split(".") ?? [];
  if (!secretPattern.test(secret)) return undefined;
  return { ownerId: ownerIdOf(secret, page), hasEntered: isSame(proof, proofOf(secret, page)) };
}

/**
 * Lets a visitor in and answers the cookie that says so. A visitor who comes again keeps conversations. The proof of the
 * password depends on its stored hash, so that a changed password shuts everybody out.
 */
export function letIn(
  cookieHeader: string | null,
  page: SharedPage,
  { isSecure }: { isSecure: boolean },
): { visitor: Visitor; cookie: string } {
  const [known = ""] = readCookie(cookieHeader, cookieName(page))?.split(".") ?? [];
  const secret = secretPattern.test(known) ? known : randomBytes(32).toString("base64url");
  const attributes = ["Path=/", "HttpOnly", "SameSite=Lax", `Max-Age=${yearSeconds}`, ...(isSecure ? ["Secure"] : [])];
  return {
    visitor: { ownerId: ownerIdOf(secret, page), hasEntered: true },
    cookie: [`${cookieName(page)}=${secret}.${proofOf(secret, page)}`, ...attributes].join("; "),
  };
}

/** Pages have a cookie each, so that what is said on one is never told on another. */
function cookieName({ shareKey }: SharedPage): string {
  return `signalbox_visitor_${createHash("sha256").update(shareKey).digest("hex").slice(0, 16)}`;
}

function ownerIdOf(secret: string, { shareKey }: SharedPage): string {
  return `visitor:${createHash("sha256").update(`${shareKey} ${secret}`).digest("base64url")}`;
}

function proofOf(secret: string, { shareKey, passwordHash }: SharedPage): string {
  return createHmac("sha256", passwordHash ?? "open")
    .update(`${shareKey} ${secret}`)
    .digest("base64url");
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function readCookie(header: string | null, name: string): string | undefined {
  const found = header?.split(";").find((pair) => pair.trim().startsWith(`${name}=`));
  return found?.trim().slice(name.length + 1);
}
