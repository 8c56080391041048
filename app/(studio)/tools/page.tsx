import type { Metadata } from "next";

import { readToolFilters } from "@/components/tools/tools-address";
import { ToolsPage } from "@/components/tools/tools-page";
import { HydrateClient, prefetch, trpc } from "@/app/prefetch";

export const metadata: Metadata = { title: "Tools" };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: PageProps) {
  const given = await searchParams;
  const { tab, query, isArchived } = readToolFilters({ get: (name) => [given[name]].flat()[0] ?? null });
  if (tab === "servers") await prefetch(trpc.tools.servers.queryOptions());
  else if (tab === "apps") await prefetch(trpc.tools.servedApps.queryOptions());
  else await prefetch(trpc.tools.list.queryOptions({ query, isArchived }));
  return (
    <HydrateClient>
      <ToolsPage />
    </HydrateClient>
  );
}
