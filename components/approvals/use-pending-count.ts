"use client";

import { useQuery } from "@tanstack/react-query";

import { useTRPC } from "@/components/trpc/client";

/** Somebody may be asked at any time, and by runs that no page follows. */
const refreshMs = 5000;

/** How many questions wait for this person and for others; `undefined` until it is known. */
export function usePendingCount(): { mine: number; team: number } | undefined {
  return useQuery(useTRPC().interrupts.pendingCount.queryOptions(undefined, { refetchInterval: refreshMs })).data;
}
