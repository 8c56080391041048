"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Filter, Lightbulb } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";

import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { experienceStatuses, mostOfferedExperiences } from "@/server/domain/experience";

import {
  type ExperienceFilters,
  experiencesHref,
  readExperienceFilters,
  toExperienceListInput,
} from "./experience-filters";
import { ExperienceCard } from "./experience-card";
import { statusNames } from "./experience-words";

const any = "any";

/** What was learned about the apps. Filters live in the address. */
export function ExperiencesPage() {
  const filters = readExperienceFilters(useSearchParams());
  const show = (next: ExperienceFilters) => window.history.replaceState(null, "", experiencesHref(next));
  return (
    <>
      <PageHeader crumbs={[{ label: "Experiences" }]} />
      <PageBody>
        <div className="mx-auto flex max-w-180 flex-col gap-4">
          <p className="text-sm text-pretty text-muted-foreground">
            What looking back at conversations has taught. Pinned ones are given to the agents of their app, the newest{" "}
            {mostOfferedExperiences} of them.
          </p>
          <Filters filters={filters} onChange={show} />
          <Results filters={filters} onClear={() => show({})} />
        </div>
      </PageBody>
    </>
  );
}

interface FiltersProps {
  filters: ExperienceFilters;
  onChange: (filters: ExperienceFilters) => void;
}

function Filters({ filters, onChange }: FiltersProps) {
  const apps = useQuery(useTRPC().apps.list.queryOptions()).data ?? [];
  const { appCode, status } = filters;
  const named = apps.map(({ code, name }) => ({ value: code, label: name }));
  const isListed = appCode === undefined || named.some((option) => option.value === appCode);
  return (
    <div className="flex gap-2">
      <Select
        aria-label="App"
        value={appCode ?? any}
        onValueChange={(chosen) => onChange({ ...filters, appCode: chosen === any ? undefined : chosen })}
        options={[
          { value: any, label: "Any app" },
          ...named,
          ...(isListed ? [] : [{ value: appCode, label: appCode }]),
        ]}
        className="sm:w-56"
      />
      <Select
        aria-label="State"
        value={status ?? any}
        onValueChange={(chosen) => onChange({ ...filters, status: chosen === any ? undefined : chosen })}
        options={[
          { value: any, label: "Any state" },
          ...experienceStatuses.map((each) => ({ value: each, label: statusNames[each] })),
        ]}
        className="sm:w-40"
      />
    </div>
  );
}

function Results({ filters, onClear }: { filters: ExperienceFilters; onClear: () => void }) {
  const list = useInfiniteQuery(
    useTRPC().experiences.list.infiniteQueryOptions(toExperienceListInput(filters), {
      getNextPageParam: (page) => page.nextCursor,
    }),
  );
  if (list.isPending) {
    return (
      <div role="status" aria-label="Loading experiences" className="flex flex-col gap-2">
        {["a", "b", "c"].map((key) => (
          <Skeleton key={key} className="h-24 rounded-lg" />
        ))}
      </div>
    );
  }
  if (list.isError && !list.data) {
    return (
      <ErrorState
        title="The experiences could not be loaded."
        message={list.error.message}
        onRetry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    );
  }
  const items = list.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <Nothing isFiltered={Boolean(filters.appCode ?? filters.status)} onClear={onClear} />;
  return (
    <>
      <ul aria-label="Experiences" className="flex flex-col gap-2">
        {items.map((experience) => (
          <ExperienceCard key={experience.id} experience={experience} />
        ))}
      </ul>
      {list.hasNextPage ? (
        <div className="flex justify-center py-2">
          <Button isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Load more
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Nothing({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (isFiltered) {
    return (
      <EmptyState
        icon={<Filter aria-hidden />}
        title="No experience is like this"
        description="None was kept for this app in this state."
        actions={<Button onClick={onClear}>Clear filters</Button>}
      />
    );
  }
  return (
    <EmptyState
      icon={<Lightbulb aria-hidden />}
      title="Nothing was learned yet"
      description="Open a run of an app and choose “Learn from this conversation”: a model looks back at it, and what it learns is kept here."
      actions={
        <Button asChild variant="primary">
          <Link href="/runs">Open the list of runs</Link>
        </Button>
      }
    />
  );
}
