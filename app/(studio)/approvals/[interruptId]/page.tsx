import type { Metadata } from "next";

import { groupOf, readApprovalFilters, toApprovalListInput } from "@/components/approvals/approval-filters";
import { ApprovalsPage } from "@/components/approvals/approvals-page";
import { DomainError } from "@/server/domain/errors";
import { HydrateClient, prefetch, prefetchFirstPage, serverCaller, trpc } from "@/app/prefetch";

export const metadata: Metadata = { title: "Approval" };

interface PageProps {
  params: Promise<{ interruptId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ params, searchParams }: PageProps) {
  const id = decodeURIComponent((await params).interruptId);
  const given = await searchParams;
  const interrupt = await findInterrupt(id);
  const initialGroup = interrupt ? groupOf(interrupt) : "mine";
  const filters = readApprovalFilters({ get: (name) => [given[name]].flat()[0] ?? null }, initialGroup);
  await Promise.all([
    prefetchFirstPage(
      trpc.interrupts.list.infiniteQueryOptions(toApprovalListInput(filters), {
        getNextPageParam: (page) => page.nextCursor,
      }),
    ),
    prefetch(trpc.interrupts.get.queryOptions({ id }), trpc.workflows.list.queryOptions({})),
  ]);
  return (
    <HydrateClient>
      <ApprovalsPage initialGroup={initialGroup} />
    </HydrateClient>
  );
}

/** One that does not exist is told by the page, which asks again. */
async function findInterrupt(id: string) {
  try {
    const caller = await serverCaller();
    return await caller.interrupts.get({ id });
  } catch (error) {
    if (error instanceof Error && error.cause instanceof DomainError) return undefined;
    throw error;
  }
}
