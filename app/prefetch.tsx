import "server-only";
import {
  dehydrate,
  HydrationBoundary,
  type FetchInfiniteQueryOptions,
  type FetchQueryOptions,
} from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { headers } from "next/headers";
import { cache, type ReactNode } from "react";
import { makeQueryClient } from "@/components/trpc/query-client";
import { createTrpcContext } from "@/server/trpc/context";
import { createCallerFactory } from "@/server/trpc/init";
import { appRouter } from "@/server/trpc/root";

/** One cache for each request, shared by everything that is rendered for it. */
const getQueryClient = cache(makeQueryClient);

/** Query options that call the procedures in this process, for prefetching on the server. */
export const trpc = createTRPCOptionsProxy({
  router: appRouter,
  ctx: cache(async () => createTrpcContext(await headers())),
  queryClient: getQueryClient,
});

/**
 * Asks on the server, all at once, what the page will ask in the browser. Await it before the page is rendered: an answer that
 * came between the server's drawing and the browser's would make the two differ. A failure is asked again in the browser.
 */
export async function prefetch(
  ...queries: (Pick<FetchQueryOptions, never> & { queryKey: readonly unknown[] })[]
): Promise<void> {
  await Promise.all(queries.map((options) => getQueryClient().prefetchQuery(options as FetchQueryOptions)));
}

/** The same for the first page of a list that is read a page at a time. */
export async function prefetchFirstPage(
  options: Pick<FetchInfiniteQueryOptions, never> & { queryKey: readonly unknown[] },
): Promise<void> {
  await getQueryClient().prefetchInfiniteQuery(options as FetchInfiniteQueryOptions);
}

/** Gives what was prefetched to the client components inside. */
export function HydrateClient({ children }: { children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(getQueryClient())}>{children}</HydrationBoundary>;
}

const createCaller = createCallerFactory(appRouter);

/** The procedures as plain calls, for pages that must know an answer before they render anything. */
export async function serverCaller() {
  return createCaller(await createTrpcContext(await headers()));
}
