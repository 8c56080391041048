import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { databaseRefusal } from "@/server/domain/database-refusal";
import { DomainError } from "@/server/domain/errors";
import { problemResponse, retryAfter } from "@/server/http/edge";
import { guardRequest } from "@/server/http/guard-request";
import { newId } from "@/server/ids";
import { createTrpcContext } from "@/server/trpc/context";
import { appRouter } from "@/server/trpc/root";

const largestBatch = 20;

async function handler(request: Request): Promise<Response> {
  try {
    guardRequest(request);
  } catch (error) {
    return problemResponse(error, newId());
  }
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    maxBatchSize: largestBatch,
    createContext: ({ req }) => createTrpcContext(req.headers),
    responseMeta: ({ data, errors }) =>
      data.length > errors.length ? {} : metaOf(errors.map(({ cause }) => databaseRefusal(cause) ?? cause)),
  });
}

/** Says when to come back, and the status where tRPC has no word for it. Calls of a batch that ended differently keep tRPC's. */
function metaOf(causes: unknown[]) {
  const [refusal, ...others] = causes;
  if (!(refusal instanceof DomainError) || refusal.retryAfterMs === undefined) return {};
  if (others.some((other) => !(other instanceof DomainError) || other.code !== refusal.code)) return {};
  return { status: refusal.status, headers: retryAfter(refusal) };
}

export { handler as GET, handler as POST };
