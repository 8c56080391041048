import type { Metadata } from "next";

import { readRunFilters, toRunListInput } from "@/components/runs/run-filters";
import { RunsPage } from "@/components/runs/runs-page";
import { HydrateClient, prefetch, prefetchFirstPage, trpc } from "@/app/prefetch";

export const metadata: Metadata = { title: "Runs" };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: PageProps) {
  const given = await searchParams;
  const filters = readRunFilters({ get: (name) => [given[name]].flat()[0] ?? null });
  await Promise.all([
    prefetchFirstPage(
      trpc.runs.list.infiniteQueryOptions(toRunListInput(filters), { getNextPageParam: (page) => page.nextCursor }),
    ),
    prefetch(trpc.workflows.list.queryOptions({})),
  ]);
  return (
    <HydrateClient>
      <RunsPage />
    </HydrateClient>
  );
}
