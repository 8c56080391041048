"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Archive, Plus, Search } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useDeferredValue, useState } from "react";

import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { SearchInput } from "@/components/ui/search-input";
import { SegmentedControl } from "@/components/ui/segmented-control";

import { CreateDialog } from "./create-dialog";
import { FirstSteps } from "./first-steps";
import { type ListFilters, listHref, readIsCreating, readListFilters, toListInput } from "./list-filters";
import { WorkflowCard } from "./workflow-card";
import { WorkflowGrid, WorkflowGridSkeleton } from "./workflow-grid";

/** The list of workflows. Filters and the open dialog (`?create=1`) live in the address. */
export function WorkflowsPage() {
  const params = useSearchParams();
  const filters = readListFilters(params);
  // Typing must not wait for the router, so the box has its own text and the address follows.
  const [text, setText] = useState(filters.query);

  function show(next: ListFilters): void {
    window.history.replaceState(null, "", listHref(next));
  }

  return (
    <>
      <PageHeader
        crumbs={[{ label: "Workflows" }]}
        actions={
          <Button
            variant="primary"
            size="sm"
            onClick={() => window.history.pushState(null, "", listHref(filters, true))}
          >
            <Plus aria-hidden />
            New workflow
          </Button>
        }
      />
      <PageBody>
        <div className="mb-4 flex flex-wrap items-center gap-3">
          <SearchInput
            label="Search workflows"
            value={text}
            onValueChange={(query) => {
              setText(query);
              show({ ...filters, query });
            }}
            className="w-full sm:w-72"
          />
          <SegmentedControl
            label="Which workflows"
            value={filters.isArchived ? "archived" : "active"}
            onValueChange={(which) => show({ query: text, isArchived: which === "archived" })}
            segments={[
              { value: "active", label: "Active" },
              { value: "archived", label: "Archived" },
            ]}
          />
        </div>
        <WorkflowResults
          filters={filters}
          onClearSearch={() => {
            setText("");
            show({ ...filters, query: "" });
          }}
        />
      </PageBody>
      <CreateDialog
        isOpen={readIsCreating(params)}
        onOpenChange={(isOpen) => {
          if (!isOpen) show(filters);
        }}
      />
    </>
  );
}

function WorkflowResults({ filters, onClearSearch }: { filters: ListFilters; onClearSearch: () => void }) {
  const query = useDeferredValue(filters.query);
  const list = useQuery(
    useTRPC().workflows.list.queryOptions(toListInput({ ...filters, query }), { placeholderData: keepPreviousData }),
  );

  if (list.isPending) return <WorkflowGridSkeleton />;
  if (list.isError) {
    return (
      <ErrorState
        title="The workflows could not be loaded."
        message={list.error.message}
        onRetry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    );
  }
  if (list.data.length > 0) {
    return (
      <WorkflowGrid>
        {list.data.map((workflow) => (
          <li key={workflow.id} className="contents">
            <WorkflowCard workflow={workflow} />
          </li>
        ))}
      </WorkflowGrid>
    );
  }
  if (filters.query !== "") {
    return (
      <EmptyState
        icon={<Search aria-hidden />}
        title={`No workflow is called "${filters.query}"`}
        actions={<Button onClick={onClearSearch}>Clear search</Button>}
      />
    );
  }
  if (filters.isArchived) {
    return (
      <EmptyState
        icon={<Archive aria-hidden />}
        title="Nothing is archived"
        description="An archived workflow leaves the list and keeps its versions and runs. It can be restored here."
      />
    );
  }
  return <FirstSteps />;
}
