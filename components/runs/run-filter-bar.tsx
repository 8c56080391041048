"use client";

import { useQuery } from "@tanstack/react-query";

import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { FilterSelect } from "@/components/ui/filter-select";
import { runStatuses } from "@/server/domain/run/status";

import { isFiltered, type RunFilters } from "./run-filters";
import { runSources, sourceNames, statusNames } from "./run-words";

interface RunFilterBarProps {
  filters: RunFilters;
  onChange: (filters: RunFilters) => void;
}

export function RunFilterBar({ filters, onChange }: RunFilterBarProps) {
  const workflows = useQuery(useTRPC().workflows.list.queryOptions({})).data ?? [];
  const named = workflows.map(({ id, name }) => ({ value: id, label: name }));
  const isListed = !filters.workflowId || named.some((option) => option.value === filters.workflowId);
  return (
    <div className="mb-3 flex items-center gap-2 sm:flex-wrap">
      <FilterSelect
        label="Status"
        all="Any status"
        value={filters.status}
        options={runStatuses.map((status) => ({ value: status, label: statusNames[status] }))}
        onChange={(status) => onChange({ ...filters, status })}
      />
      <FilterSelect
        label="Workflow"
        all="Any workflow"
        value={filters.workflowId}
        options={
          isListed ? named : [...named, { value: filters.workflowId ?? "", label: "Archived or deleted workflow" }]
        }
        onChange={(workflowId) => onChange({ ...filters, workflowId })}
      />
      <FilterSelect
        label="Source"
        all="Any source"
        value={filters.source}
        options={runSources.map((source) => ({ value: source, label: sourceNames[source] }))}
        onChange={(source) => onChange({ ...filters, source })}
      />
      {isFiltered(filters) ? (
        <Button variant="ghost" onClick={() => onChange({})}>
          Clear
        </Button>
      ) : null}
    </div>
  );
}
