"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Archive, Search, Wrench } from "lucide-react";
import Link from "next/link";
import { useDeferredValue, useRef } from "react";

import { useRowKeys } from "@/components/runs/use-row-keys";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";

import { ToolCards, ToolListSkeleton, ToolTable, toolLinkAttribute } from "./tool-table";
import type { ToolFilters } from "./tools-address";

interface ToolResultsProps {
  filters: ToolFilters;
  onClearSearch: () => void;
  onShowServers: () => void;
}

/** The list of tools, whatever its state. J and K go through it. */
export function ToolResults({ filters, onClearSearch, onShowServers }: ToolResultsProps) {
  const container = useRef<HTMLDivElement>(null);
  useRowKeys(container, toolLinkAttribute);
  const query = useDeferredValue(filters.query);
  const list = useQuery(
    useTRPC().tools.list.queryOptions({ query, isArchived: filters.isArchived }, { placeholderData: keepPreviousData }),
  );
  if (list.isPending) return <ToolListSkeleton />;
  if (list.isError) {
    return (
      <ErrorState
        title="The tools could not be loaded."
        message={list.error.message}
        onRetry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    );
  }
  if (list.data.length > 0) {
    return (
      <div ref={container}>
        <div className="hidden md:block">
          <ToolTable tools={list.data} />
        </div>
        <div className="md:hidden">
          <ToolCards tools={list.data} />
        </div>
      </div>
    );
  }
  if (filters.query !== "") {
    return (
      <EmptyState
        icon={<Search aria-hidden />}
        title={`No tool matches "${filters.query}"`}
        actions={<Button onClick={onClearSearch}>Clear search</Button>}
      />
    );
  }
  if (filters.isArchived) {
    return (
      <EmptyState
        icon={<Archive aria-hidden />}
        title="Nothing is archived"
        description="An archived tool leaves the list and keeps its versions, so that old runs still show what they used."
      />
    );
  }
  return (
    <EmptyState
      icon={<Wrench aria-hidden />}
      title="No tools yet"
      description="A tool is a call that agents and tool nodes can make: an HTTP service that you describe here, or one that an MCP server offers."
      actions={
        <>
          <Button asChild variant="primary">
            <Link href="/tools/new">New tool</Link>
          </Button>
          <Button onClick={onShowServers}>Add an MCP server</Button>
        </>
      }
    />
  );
}
