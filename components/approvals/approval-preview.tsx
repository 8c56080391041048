"use client";

import { useQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import Link from "next/link";

import { useTRPC } from "@/components/trpc/client";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Kbd } from "@/components/ui/kbd";
import { Skeleton } from "@/components/ui/skeleton";
import { ApprovalCard } from "./approval-card";
import { isUnsettled } from "./is-unsettled";
import type { InterruptView } from "./types";

const refreshMs = 4000;

/** One question in full, with the way to its run and conversation. */
export function ApprovalPreview({ id }: { id: string }) {
  const query = useQuery(
    useTRPC().interrupts.get.queryOptions(
      { id },
      {
        refetchInterval: ({ state }) => (state.data && isUnsettled(state.data) ? refreshMs : false),
      },
    ),
  );
  if (query.data) {
    return (
      <ApprovalCard
        key={id}
        interrupt={query.data}
        via="inbox"
        keys="page"
        context={<WhereFrom interrupt={query.data} />}
      />
    );
  }
  if (query.isPending) return <PreviewSkeleton />;
  return (
    <ErrorState
      title="This approval could not be loaded."
      message={query.error.message}
      onRetry={() => void query.refetch()}
      isRetrying={query.isFetching}
    />
  );
}

function WhereFrom({ interrupt }: { interrupt: InterruptView }) {
  const { workflow, nodeTitle, runId, session, owner } = interrupt;
  const link = "rounded-sm underline decoration-neutral-8 underline-offset-2 hover:text-foreground";
  return (
    <p className="text-xs wrap-anywhere text-muted-foreground">
      {nodeTitle} in {workflow.name}, for {owner.name}
      {session.title === "" ? null : (
        <>
          {" "}
          in{" "}
          <Link href={`/chat/${session.id}`} className={link}>
            {session.title}
          </Link>
        </>
      )}
      {" · "}
      <Link href={`/runs/${runId}`} className={link}>
        Open the run
      </Link>
    </p>
  );
}

function PreviewSkeleton() {
  return (
    <div
      role="status"
      aria-label="Loading the approval"
      className="flex flex-col gap-3 rounded-lg border border-border bg-card p-4"
    >
      <Skeleton className="h-5 w-32" />
      <Skeleton className="h-5 w-3/4" />
      <Skeleton className="h-24 w-full" />
      <Skeleton className="h-8 w-56" />
    </div>
  );
}

/** Beside the list while nothing is selected. */
export function NothingSelected() {
  return (
    <EmptyState
      icon={<Inbox aria-hidden />}
      title="Choose one to see it whole"
      description={
        <>
          <Kbd>J</Kbd> and <Kbd>K</Kbd> go through the list, <Kbd>A</Kbd> approves, <Kbd>E</Kbd> edits, <Kbd>R</Kbd>{" "}
          rejects.
        </>
      }
    />
  );
}
