import type { Metadata } from "next";

import { HydrateClient, prefetch, trpc } from "@/app/prefetch";
import { ComparePage } from "@/components/trace/compare/compare-page";

export const metadata: Metadata = { title: "Compare runs" };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: PageProps) {
  const { a, b } = await searchParams;
  if (typeof a === "string" && typeof b === "string") await prefetch(trpc.traces.compare.queryOptions({ a, b }));
  return (
    <HydrateClient>
      <ComparePage />
    </HydrateClient>
  );
}
