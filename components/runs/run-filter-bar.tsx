"use client";

import { useQuery } from "@tanstack/react-query";

import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Select, type SelectOption } from "@/components/ui/select";
import { runStatuses } from "@/server/domain/run/status";

import { isFiltered, type RunFilters } from "./run-filters";
import { runSources, sourceNames, statusNames } from "./run-words";

const anyValue = "any";

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
      <Choice
        label="Status"
        all="Any status"
        value={filters.status}
        options={runStatuses.map((status) => ({ value: status, label: statusNames[status] }))}
        onChange={(status) => onChange({ ...filters, status })}
      />
      <Choice
        label="Workflow"
        all="Any workflow"
        value={filters.workflowId}
        options={
          isListed ? named : [...named, { value: filters.workflowId ?? "", label: "Archived or deleted workflow" }]
        }
        onChange={(workflowId) => onChange({ ...filters, workflowId })}
      />
      <Choice
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

interface ChoiceProps<Value extends string> {
  label: string;
  all: string;
  value: Value | undefined;
  options: readonly SelectOption<Value>[];
  onChange: (value: Value | undefined) => void;
}

/** A select whose first entry asks for everything. */
function Choice<Value extends string>({ label, all, value, options, onChange }: ChoiceProps<Value>) {
  const everything: SelectOption<Value | typeof anyValue> = { value: anyValue, label: all };
  return (
    <Select<Value | typeof anyValue>
      aria-label={label}
      value={value ?? anyValue}
      options={[everything, ...options]}
      onValueChange={(chosen) => onChange(chosen === anyValue ? undefined : (chosen as Value))}
      className="min-w-0 flex-1 sm:w-auto sm:max-w-56 sm:min-w-34 sm:flex-none"
    />
  );
}
