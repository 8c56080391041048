import type { Metadata } from "next";

import { readApprovalFilters, toApprovalListInput } from "@/components/approvals/approval-filters";
import { ApprovalsPage } from "@/components/approvals/approvals-page";
import { HydrateClient, prefetch, prefetchFirstPage, trpc } from "@/app/prefetch";

export const metadata: Metadata = { title: "Approvals" };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: PageProps) {
  const given = await searchParams;
  const filters = readApprovalFilters({ get: (name) => [given[name]].flat()[0] ?? null });
  await Promise.all([
    prefetchFirstPage(
      trpc.interrupts.list.infiniteQueryOptions(toApprovalListInput(filters), {
        getNextPageParam: (page) => page.nextCursor,
      }),
    ),
    prefetch(trpc.workflows.list.queryOptions({})),
  ]);
  return (
    <HydrateClient>
      <ApprovalsPage />
    </HydrateClient>
  );
}
