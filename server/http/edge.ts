import type { z } from "zod";
import { databaseRefusal } from "@/server/domain/database-refusal";
import { DomainError } from "@/server/domain/errors";
import { guardRequest } from "@/server/http/guard-request";
import { newId } from "@/server/ids";
import { logger, withLogContext } from "@/server/logger";
import type { Principal } from "@/server/services/access/principal";
import { resolvePrincipal } from "@/server/services/access/resolve-principal";

export interface EdgeContext {
  request: Request;
  requestId: string;
  principal: Principal;
  url: URL;
}

const largestBodyBytes = 5 << 20;

/**
 * The REST edge: request id, host and origin gate, identity, and the one place where a refusal becomes RFC 9457 problem
 * JSON. A handler returns its Response or throws a DomainError.
 */
export async function handleRequest(
  request: Request,
  handler: (context: EdgeContext) => Promise<Response>,
): Promise<Response> {
  const requestId = cleanRequestId(request.headers.get("x-request-id")) ?? newId();
  const answer = await withLogContext({ requestId }, async () => {
    try {
      guardRequest(request);
      const url = new URL(request.url);
      const principal = await resolvePrincipal(request.headers, url.searchParams);
      return await withLogContext({ tenantId: principal.tenantId }, () =>
        handler({ request, requestId, principal, url }),
      );
    } catch (error) {
      return problemResponse(error, requestId);
    }
  });
  answer.headers.set("x-request-id", requestId);
  return answer;
}

/** Reads a JSON body of at most 5 MiB and checks its shape. @throws DomainError bad_request, payload_too_large */
export async function readBody<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.output<Schema>> {
  if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? "")) {
    throw new DomainError("bad_request", "Send the body as application/json.");
  }
  const text = await readLimited(request);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw new DomainError("bad_request", `The body is not JSON: ${(error as Error).message}.`, { cause: error });
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new DomainError("bad_request", describeZodError(parsed.error), {
    details: { issues: parsed.error.issues.map((issue) => ({ path: issue.path.map(String), message: issue.message })) },
  });
}

/** The key under which a request may be repeated without being carried out twice. */
export function idempotencyKeyOf(request: Request): string | undefined {
  return request.headers.get("idempotency-key")?.slice(0, 200) ?? undefined;
}

/** One sentence that names the first wrong places. */
export function describeZodError(error: z.ZodError): string {
  const named = error.issues
    .slice(0, 3)
    .map((issue) => (issue.path.length ? `${issue.path.join(".")}: ${issue.message}` : issue.message));
  return `The request is not valid. ${named.join("; ")}.`;
}

async function readLimited(request: Request): Promise<string> {
  const tooLarge = (): DomainError =>
    new DomainError("payload_too_large", `The body is larger than ${largestBodyBytes >> 20} MiB.`);
  if (Number(request.headers.get("content-length") ?? 0) > largestBodyBytes) throw tooLarge();
  if (!request.body) return "";
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > largestBodyBytes) throw tooLarge();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** A refusal as problem JSON, with `Retry-After` when the same request may succeed later; any other error as `internal`. */
export function problemResponse(error: unknown, requestId: string): Response {
  const refusal = asRefusal(error);
  const { code, status, message, details } = refusal;
  return Response.json(
    {
      type: `urn:signalbox:error:${code}`,
      title: code.replaceAll("_", " "),
      status,
      code,
      detail: message,
      request_id: requestId,
      ...(details ? { details } : {}),
    },
    { status, headers: { "content-type": "application/problem+json", ...retryAfter(refusal) } },
  );
}

/** The header that says when to come back, in whole seconds. */
export function retryAfter({ retryAfterMs }: DomainError): Record<string, string> {
  return retryAfterMs === undefined ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1000)) };
}

function asRefusal(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const refusal = databaseRefusal(error);
  if (refusal) {
    logger.warn({ code: refusal.code, reason: (error as Error).message }, "a request was refused by the database");
    return refusal;
  }
  logger.error({ err: error }, "a request failed unexpectedly");
  return new DomainError("internal", "Something failed on the server. The log has it under this request id.");
}

function cleanRequestId(given: string | null): string | undefined {
  return given && /^[\w.:-]{1,100}$/.test(given) ? given : undefined;
}
