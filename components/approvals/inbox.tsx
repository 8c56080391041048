"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Filter, Inbox as InboxIcon } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";

import { useMediaQuery } from "@/components/trace/use-media-query";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Sheet, SheetContent } from "@/components/ui/sheet";

import { type ApprovalFilters, approvalsHref, isFiltered, toApprovalListInput } from "./approval-filters";
import { approvalLinkAttribute, ApprovalList, ApprovalListSkeleton, isForBulk } from "./approval-list";
import { ApprovalPreview, NothingSelected } from "./approval-preview";
import { BulkBar } from "./bulk";
import { nextSelection } from "./next-selection";
import { useInboxKeys } from "./use-inbox-keys";

/** Questions come from runs that no page follows, so the list is read again now and then. */
const refreshMs = 4000;

interface InboxProps {
  filters: ApprovalFilters;
  selectedId: string | undefined;
  onSelect: (id: string | undefined) => void;
  onClear: () => void;
}

/** The list of one group, and beside it, or on a phone over it, the selected question. */
export function Inbox({ filters, selectedId, onSelect, onClear }: InboxProps) {
  const list = useInfiniteQuery(
    useTRPC().interrupts.list.infiniteQueryOptions(toApprovalListInput(filters), {
      getNextPageParam: (page) => page.nextCursor,
      refetchInterval: refreshMs,
    }),
  );
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const ids = items.map((item) => item.id);
  const container = useRef<HTMLDivElement>(null);
  /** Where the selection was last seen: what was decided leaves the list, and the next one takes its place. */
  const lastIndex = useRef(-1);
  const isWide = useMediaQuery("(min-width: 1024px)", true);
  const [chosenIds, setChosenIds] = useState<ReadonlySet<string>>(new Set<string>());
  const chosen = items.filter((item) => chosenIds.has(item.id) && isForBulk(item));

  function select(id: string): void {
    lastIndex.current = ids.indexOf(id);
    onSelect(id);
  }

  useInboxKeys((step) => {
    const next = nextSelection(ids, selectedId, lastIndex.current, step);
    if (next === undefined) return;
    select(next);
    const link = container.current?.querySelector<HTMLElement>(`[${approvalLinkAttribute}="${CSS.escape(next)}"]`);
    link?.focus();
    link?.scrollIntoView({ block: "nearest" });
  });

  const toggle = (id: string) =>
    setChosenIds((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });

  function renderList(): ReactNode {
    if (list.isPending) return <ApprovalListSkeleton />;
    if (list.isError && !list.data) {
      return (
        <ErrorState
          title="The approvals could not be loaded."
          message={list.error.message}
          onRetry={() => void list.refetch()}
          isRetrying={list.isFetching}
        />
      );
    }
    if (items.length === 0) return <NothingHere filters={filters} onClear={onClear} />;
    return (
      <>
        <ApprovalList
          items={items}
          selectedId={selectedId}
          hrefOf={(id) => approvalsHref(filters, id)}
          onSelect={select}
          chosen={filters.group === "mine" ? { ids: chosenIds, toggle } : undefined}
        />
        {list.hasNextPage ? (
          <div className="flex justify-center py-4">
            <Button isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              Load more
            </Button>
          </div>
        ) : null}
      </>
    );
  }

  const preview = selectedId === undefined ? null : <ApprovalPreview id={selectedId} />;
  return (
    <div className="flex min-h-0 flex-1">
      <div ref={container} className="flex min-h-0 w-full shrink-0 flex-col border-border lg:w-100 lg:border-r">
        {chosen.length > 0 ? <BulkBar chosen={chosen} onClear={() => setChosenIds(new Set())} /> : null}
        <div className="min-h-0 flex-1 overflow-y-auto">{renderList()}</div>
      </div>
      {isWide ? (
        <section aria-label="Selected approval" className="hidden min-w-0 flex-1 overflow-y-auto bg-sunken lg:block">
          <div className="mx-auto max-w-190 p-5">{preview ?? (items.length > 0 ? <NothingSelected /> : null)}</div>
        </section>
      ) : (
        <Sheet open={preview !== null} onOpenChange={(isOpen) => (isOpen ? undefined : onSelect(undefined))}>
          <SheetContent title="Approval" side="bottom">
            <div className="p-3">{preview}</div>
          </SheetContent>
        </Sheet>
      )}
    </div>
  );
}

const nothing: Record<ApprovalFilters["group"], { title: string; description: string }> = {
  mine: {
    title: "Nothing waits for you",
    description:
      "When an agent wants to call a tool that needs a person, or a workflow asks for an answer, it appears here.",
  },
  team: {
    title: "Nothing waits for others",
    description: "Questions of your runs that only others may decide appear here.",
  },
  decided: {
    title: "Nothing has been decided yet",
    description: "Every decision is kept here: what was asked, who decided, what was changed, and what came of it.",
  },
};

function NothingHere({ filters, onClear }: { filters: ApprovalFilters; onClear: () => void }) {
  if (isFiltered(filters)) {
    return (
      <EmptyState
        icon={<Filter aria-hidden />}
        title="No approval is like this"
        description="None in this group fits the search, kind and workflow."
        actions={<Button onClick={onClear}>Clear filters</Button>}
      />
    );
  }
  return <EmptyState icon={<InboxIcon aria-hidden />} {...nothing[filters.group]} />;
}
