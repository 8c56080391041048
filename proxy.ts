import type { NextRequest } from "next/server";
import { DomainError } from "@/server/domain/errors";
import { guardRequest } from "@/server/http/guard-request";

/** Pages are drawn with what they show, so one asked for under a strange host name is refused as the API refuses it. */
export function proxy(request: NextRequest): Response | undefined {
  try {
    guardRequest(request);
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return new Response(error.message, { status: 403 });
    throw error;
  }
}

/** Every page and what is fetched for it; the handlers under /api guard themselves, and static files hold nothing. */
export const config = { matcher: "/((?!api/|_next/static/).*)" };
