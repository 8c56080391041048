import { DomainError } from "@/server/domain/errors";
import { env } from "@/server/env";
import { problemResponse } from "@/server/http/edge";
import { guardRequest } from "@/server/http/guard-request";
import { newId } from "@/server/ids";
import { withLogContext } from "@/server/logger";
import { findSharedApp, type SharedApp } from "@/server/services/share/find-shared-app";
import { type Visitor, visitorOf } from "@/server/services/share/visitor";

/** The page that a request is for, and who visits it. */
export interface SharedRequest {
  request: Request;
  app: SharedApp;
  /** Undefined for one who has said nothing yet. */
  visitor: Visitor | undefined;
  /** Where the request comes from, as the last proxy before us says. */
  address: string;
}

/**
 * The edge of shared pages: anybody may come who has the link, and gets nothing else. Host and origin are guarded as anywhere;
 * a refusal is problem JSON.
 */
export async function handleSharedRequest(
  request: Request,
  shareKey: string,
  handler: (shared: SharedRequest) => Promise<Response>,
): Promise<Response> {
  const requestId = newId();
  const answer = await withLogContext({ requestId }, async () => {
    try {
      guardRequest(request);
      const app = await findSharedApp(shareKey);
      const visitor = visitorOf(request.headers.get("cookie"), app);
      return await withLogContext({ tenantId: app.owner.tenantId }, () =>
        handler({ request, app, visitor, address: addressOf(request) }),
      );
    } catch (error) {
      return problemResponse(error, requestId);
    }
  });
  answer.headers.set("x-request-id", requestId);
  return answer;
}

/** The visitor, if whatever the page asks for has been given. @throws DomainError password_required */
export function enteredVisitor({ app, visitor }: SharedRequest): Visitor | undefined {
  if (visitor?.hasEntered) return visitor;
  if (app.passwordHash !== null) throw new DomainError("password_required", "This page asks for a password.");
  // Of a page that had a password once: who the visitor is still holds.
  return visitor;
}

/** Whether cookies can be kept from connections that others can read. */
export function isServedSecurely(): boolean {
  return new URL(env.origin).protocol === "https:";
}

function addressOf(request: Request): string {
  return request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || "unknown";
}
