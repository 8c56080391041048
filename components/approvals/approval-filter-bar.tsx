"use client";

import { useQuery } from "@tanstack/react-query";

import { useTRPC } from "@/components/trpc/client";
import { SearchInput } from "@/components/ui/search-input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Select, type SelectOption } from "@/components/ui/select";

import { type ApprovalFilters, askedKinds } from "./approval-filters";
import { groupNames, kindNames } from "./interrupt-words";
import { usePendingCount } from "./use-pending-count";

const anyValue = "any";

interface ApprovalFilterBarProps {
  filters: ApprovalFilters;
  onChange: (filters: ApprovalFilters) => void;
}

export function ApprovalFilterBar({ filters, onChange }: ApprovalFilterBarProps) {
  const workflows = useQuery(useTRPC().workflows.list.queryOptions({})).data ?? [];
  const counts = usePendingCount();
  const withCount = (name: string, count: number | undefined) => (count ? `${name} ${count}` : name);
  const named = workflows.map(({ id, name }) => ({ value: id, label: name }));
  const isListed = !filters.workflowId || named.some((option) => option.value === filters.workflowId);
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-border px-4 py-2.5 sm:px-5">
      <SegmentedControl
        label="Group"
        value={filters.group}
        segments={[
          { value: "mine", label: withCount(groupNames.mine, counts?.mine) },
          { value: "team", label: withCount(groupNames.team, counts?.team) },
          { value: "decided", label: groupNames.decided },
        ]}
        onValueChange={(group) => onChange({ ...filters, group })}
      />
      <SearchInput
        label="Search approvals"
        placeholder="Search"
        value={filters.search ?? ""}
        maxLength={200}
        onValueChange={(search) => onChange({ ...filters, search: search || undefined })}
        className="min-w-40 flex-1 sm:max-w-64"
      />
      <Choice
        label="Kind"
        all="Any kind"
        value={filters.kind}
        options={askedKinds.map((kind) => ({ value: kind, label: kindNames[kind] }))}
        onChange={(kind) => onChange({ ...filters, kind })}
      />
      <Choice
        label="Workflow"
        all="Any workflow"
        value={filters.workflowId}
        options={isListed ? named : [...named, { value: filters.workflowId ?? "", label: "Somebody else's workflow" }]}
        onChange={(workflowId) => onChange({ ...filters, workflowId })}
      />
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
  return (
    <Select<string>
      aria-label={label}
      value={value ?? anyValue}
      options={[{ value: anyValue, label: all }, ...options]}
      onValueChange={(chosen) => onChange(options.find((option) => option.value === chosen)?.value)}
      className="min-w-0 flex-1 sm:w-auto sm:max-w-52 sm:min-w-32 sm:flex-none"
    />
  );
}
