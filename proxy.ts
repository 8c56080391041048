import { type NextRequest, NextResponse } from "next/server";
import { DomainError } from "@/server/domain/errors";
import { guardRequest } from "@/server/http/guard-request";
import { publicPagePolicy } from "@/server/http/public-page-policy";

/**
 * Pages are drawn with what they show, so one asked for under a strange host name is refused as the API refuses it. Pages for
 * people without an account run no script but the server's own, which are known by a number that each answer has anew.
 */
export function proxy(request: NextRequest): Response | undefined {
  try {
    guardRequest(request);
  } catch (error) {
    if (error instanceof DomainError) return new Response(error.message, { status: 403 });
    throw error;
  }
  if (!request.nextUrl.pathname.startsWith("/share/")) return undefined;
  const nonce = crypto.randomUUID().replaceAll("-", "");
  const policy = publicPagePolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // Next reads the number from here and gives it to its scripts.
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

/** Every page and what is fetched for it; the handlers under /api guard themselves, and static files hold nothing. */
export const config = { matcher: "/((?!api/|_next/static/).*)" };
