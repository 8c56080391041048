"use client";

import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchStreamLink } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import superjson from "superjson";

import type { AppRouter } from "@/server/trpc/root";

import { makeQueryClient } from "./query-client";

const context = createTRPCContext<AppRouter>();

/** Typed query and mutation options for React Query: `useQuery(useTRPC().workflows.list.queryOptions({}))`. */
export const useTRPC = context.useTRPC;

/** The client itself, for answers that come piece by piece and belong in no cache. */
export const useTRPCClient = context.useTRPCClient;

let browserQueryClient: QueryClient | undefined;

/** The server makes one cache for each request; the browser keeps one, also when React starts over while it suspends. */
function getQueryClient(): QueryClient {
  if (typeof window === "undefined") return makeQueryClient();
  browserQueryClient ??= makeQueryClient();
  return browserQueryClient;
}

export function TrpcProvider({ children }: { children: ReactNode }) {
  const queryClient = getQueryClient();
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        httpBatchStreamLink({
          transformer: superjson,
          // While a page is rendered on the server its data comes from the prefetch, so this address is asked by browsers only.
          url: "/api/trpc",
        }),
      ],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <context.TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </context.TRPCProvider>
    </QueryClientProvider>
  );
}
