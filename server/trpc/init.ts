import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { ZodError } from "zod";
import { databaseRefusal } from "@/server/domain/database-refusal";
import { DomainError, type ErrorCode, errorTable } from "@/server/domain/errors";
import { logger, withLogContext } from "@/server/logger";
import type { TrpcContext } from "@/server/trpc/context";

type TrpcCode = TRPCError["code"];

const trpcCodeByStatus: Record<number, TrpcCode> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  409: "CONFLICT",
  413: "PAYLOAD_TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  422: "UNPROCESSABLE_CONTENT",
  429: "TOO_MANY_REQUESTS",
  500: "INTERNAL_SERVER_ERROR",
  502: "BAD_GATEWAY",
  503: "SERVICE_UNAVAILABLE",
  504: "GATEWAY_TIMEOUT",
  // tRPC has no name for 507; the status itself is given beside it.
  507: "SERVICE_UNAVAILABLE",
};

/** What the browser is told about a refusal, beside tRPC's own fields. */
export interface ClientErrorData {
  errorCode: ErrorCode;
  details?: Record<string, unknown>;
}

const t = initTRPC.context<TrpcContext>().create({
  transformer: superjson,
  errorFormatter({ shape, error }) {
    // What failed before a procedure began, as finding out who asks, comes here untranslated.
    const cause = databaseRefusal(error.cause) ?? error.cause;
    const known: ClientErrorData =
      cause instanceof DomainError
        ? { errorCode: cause.code, ...(cause.details ? { details: cause.details } : {}) }
        : cause instanceof ZodError
          ? {
              errorCode: "bad_request",
              details: { issues: cause.issues.map(({ path, message }) => ({ path: path.map(String), message })) },
            }
          : { errorCode: error.code === "INTERNAL_SERVER_ERROR" ? "internal" : "bad_request" };
    const message =
      known.errorCode === "internal"
        ? "Something failed on the server. Try again; its log has the cause."
        : cause instanceof DomainError
          ? cause.message
          : shape.message;
    const httpStatus = cause instanceof DomainError ? cause.status : shape.data.httpStatus;
    return { ...shape, message, data: { code: shape.data.code, httpStatus, path: shape.data.path, ...known } };
  },
});

/** Turns refusals of services into tRPC errors; the one place where tRPC and our error table meet. */
const translateErrors = t.middleware(async ({ ctx, next, path }) => {
  const result = await withLogContext({ tenantId: ctx.principal.tenantId }, () => next());
  if (result.ok) return result;
  const refusal = databaseRefusal(result.error.cause);
  const cause = refusal ?? result.error.cause;
  if (refusal) logger.warn({ code: refusal.code, path }, "a procedure was refused by the database");
  if (cause instanceof DomainError) {
    throw new TRPCError({
      code: trpcCodeByStatus[errorTable[cause.code].status] ?? "INTERNAL_SERVER_ERROR",
      message: cause.message,
      cause,
    });
  }
  if (result.error.code === "INTERNAL_SERVER_ERROR")
    logger.error({ err: cause ?? result.error, path }, "a procedure failed unexpectedly");
  return result;
});

export const router = t.router;
export const procedure = t.procedure.use(translateErrors);
export const createCallerFactory = t.createCallerFactory;
