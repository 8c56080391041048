import { QueryClient } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";
import superjson from "superjson";

const isServer = typeof window === "undefined";
const freshMs = 15_000;
const maxRetries = 2;

/**
 * A cache whose prefetched entries survive the way from server to browser. A failed query is asked again twice, but not when
 * the server has refused it: the same question would get the same answer.
 */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // What the server has just sent along with the page is not asked for again at once.
        staleTime: freshMs,
        // The server does not try again: the page must not wait, and the browser will ask.
        retry: (failures, error) => !isServer && failures < maxRetries && !isRefusal(error),
      },
      // Answers alone are sent along. One that is still under way would reach the browser before or after it draws the page,
      // and the page would then differ from the server's.
      dehydrate: { serializeData: superjson.serialize },
      hydrate: { deserializeData: superjson.deserialize },
    },
  });
}

/** Whether the server understood the question and said no (a 4xx), as against being unreachable or broken. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof TRPCClientError)) return false;
  const data: unknown = error.data;
  if (typeof data !== "object" || data === null || !("httpStatus" in data)) return false;
  return typeof data.httpStatus === "number" && data.httpStatus >= 400 && data.httpStatus < 500;
}
