import type { Metadata } from "next";

import { readListFilters, toListInput } from "@/components/workflows/list-filters";
import { WorkflowsPage } from "@/components/workflows/workflows-page";
import { HydrateClient, prefetch, trpc } from "@/app/prefetch";

export const metadata: Metadata = { title: "Workflows" };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: PageProps) {
  const given = await searchParams;
  const filters = readListFilters({ get: (name) => [given[name]].flat()[0] ?? null });
  await prefetch(trpc.workflows.list.queryOptions(toListInput(filters)), trpc.templates.list.queryOptions());
  return (
    <HydrateClient>
      <WorkflowsPage />
    </HydrateClient>
  );
}
