import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { problemResponse } from "@/server/http/edge";
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
  });
}

export { handler as GET, handler as POST };
