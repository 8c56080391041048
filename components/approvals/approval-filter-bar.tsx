"use client";

import { useQuery } from "@tanstack/react-query";

import { useTRPC } from "@/components/trpc/client";
import { FilterSelect } from "@/components/ui/filter-select";
import { SearchInput } from "@/components/ui/search-input";
import { SegmentedControl } from "@/components/ui/segmented-control";

import { type ApprovalFilters, askedKinds } from "./approval-filters";
import { groupNames, kindNames } from "./interrupt-words";
import { usePendingCount } from "./use-pending-count";

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
      <FilterSelect
        label="Kind"
        all="Any kind"
        value={filters.kind}
        options={askedKinds.map((kind) => ({ value: kind, label: kindNames[kind] }))}
        onChange={(kind) => onChange({ ...filters, kind })}
      />
      <FilterSelect
        label="Workflow"
        all="Any workflow"
        value={filters.workflowId}
        options={isListed ? named : [...named, { value: filters.workflowId ?? "", label: "Somebody else's workflow" }]}
        onChange={(workflowId) => onChange({ ...filters, workflowId })}
      />
    </div>
  );
}
