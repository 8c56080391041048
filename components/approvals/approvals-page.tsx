"use client";

import { usePathname, useSearchParams } from "next/navigation";

import { PageHeader } from "@/components/ui/page-header";

import { ApprovalFilterBar } from "./approval-filter-bar";
import { approvalIdOf, type ApprovalFilters, approvalsHref, readApprovalFilters } from "./approval-filters";
import { ExportMenu } from "./export-menu";
import { Inbox } from "./inbox";
import type { InterruptGroup } from "./types";

/**
 * The inbox of what waits for a person, and the record of what was decided. Group, filters and the selected question live in the
 * address. `initialGroup` is the group of a question whose address names none.
 */
export function ApprovalsPage({ initialGroup }: { initialGroup?: InterruptGroup }) {
  const filters = readApprovalFilters(useSearchParams(), initialGroup);
  const selectedId = approvalIdOf(usePathname());
  // The native history is used, which Next follows, because a navigation would load the page's data again.
  const show = (next: ApprovalFilters, id?: string) => window.history.replaceState(null, "", approvalsHref(next, id));
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Approvals" }]}
        actions={filters.group === "decided" ? <ExportMenu filters={filters} /> : null}
      />
      <ApprovalFilterBar filters={filters} onChange={(next) => show(next, selectedId)} />
      <Inbox
        key={filters.group}
        filters={filters}
        selectedId={selectedId}
        onSelect={(id) => show(filters, id)}
        onClear={() => show({ group: filters.group }, selectedId)}
      />
    </>
  );
}
