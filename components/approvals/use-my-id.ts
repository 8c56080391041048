"use client";

import { useQuery } from "@tanstack/react-query";

import { useTRPC } from "@/components/trpc/client";

/** The id of the person who looks; `undefined` until it is known. */
export function useMyId(): string | undefined {
  return useQuery(useTRPC().system.info.queryOptions()).data?.person.id;
}
