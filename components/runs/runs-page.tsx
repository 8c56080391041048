"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Activity, Filter } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useRef } from "react";

import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { isActive } from "@/server/domain/run/status";

import { RunFilterBar } from "./run-filter-bar";
import { isFiltered, readRunFilters, type RunFilters, runsHref, toRunListInput } from "./run-filters";
import { RunCards, RunListSkeleton, RunTable, runLinkAttribute } from "./run-table";
import { useRowKeys } from "./use-row-keys";

/** How often the list is read again: soon while a run is under way, and now and then for runs that begin elsewhere. */
const activeRefreshMs = 2000;
const quietRefreshMs = 15_000;

/** The list of runs, newest first. Filters live in the address. */
export function RunsPage() {
  const filters = readRunFilters(useSearchParams());
  const show = (next: RunFilters) => window.history.replaceState(null, "", runsHref(next));
  return (
    <>
      <PageHeader crumbs={[{ label: "Runs" }]} />
      <PageBody>
        <RunFilterBar filters={filters} onChange={show} />
        <RunResults filters={filters} onClear={() => show({})} />
      </PageBody>
    </>
  );
}

function RunResults({ filters, onClear }: { filters: RunFilters; onClear: () => void }) {
  const container = useRef<HTMLDivElement>(null);
  useRowKeys(container, runLinkAttribute);
  const list = useInfiniteQuery(
    useTRPC().runs.list.infiniteQueryOptions(toRunListInput(filters), {
      getNextPageParam: (page) => page.nextCursor,
      refetchInterval: ({ state }) => {
        const isLive = state.data?.pages.some((page) => page.items.some((run) => isActive(run.status)));
        return isLive ? activeRefreshMs : quietRefreshMs;
      },
    }),
  );

  if (list.isPending) return <RunListSkeleton />;
  if (list.isError && !list.data) {
    return (
      <ErrorState
        title="The runs could not be loaded."
        message={list.error.message}
        onRetry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    );
  }
  const runs = list.data.pages.flatMap((page) => page.items);
  if (runs.length === 0) return <NoRuns isFiltered={isFiltered(filters)} onClear={onClear} />;
  return (
    <div ref={container}>
      <div className="hidden sm:block">
        <RunTable runs={runs} nowMs={list.dataUpdatedAt} />
      </div>
      <div className="sm:hidden">
        <RunCards runs={runs} nowMs={list.dataUpdatedAt} />
      </div>
      {list.hasNextPage ? (
        <div className="flex justify-center py-4">
          <Button isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Load more
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function NoRuns({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (isFiltered) {
    return (
      <EmptyState
        icon={<Filter aria-hidden />}
        title="No run is like this"
        description="None of your runs has this status, workflow and source."
        actions={<Button onClick={onClear}>Clear filters</Button>}
      />
    );
  }
  return (
    <EmptyState
      icon={<Activity aria-hidden />}
      title="Nothing has run yet"
      description="Every test in the editor, every answer in the chat and every call of the API appears here, with what it did and what it cost."
      actions={
        <>
          <Button asChild variant="primary">
            <Link href="/chat">Ask an app</Link>
          </Button>
          <Button asChild>
            <Link href="/workflows">Test a workflow</Link>
          </Button>
        </>
      }
    />
  );
}
