"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";

import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { toast } from "@/components/ui/toast";

import type { ApprovalFilters } from "./approval-filters";
import { recordCsv, recordJson } from "./record-export";

/** Saves the record of decisions, as it is filtered, to a file. */
export function ExportMenu({ filters: { search, kind, workflowId } }: { filters: ApprovalFilters }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [isBusy, setBusy] = useState(false);

  async function save(format: "csv" | "json"): Promise<void> {
    setBusy(true);
    try {
      const { items, isComplete } = await queryClient.fetchQuery(
        trpc.interrupts.export.queryOptions({ search, kind, workflowId }, { staleTime: 0 }),
      );
      download(format === "csv" ? `\uFEFF${recordCsv(items)}` : recordJson(items), format);
      if (!isComplete) {
        toast.note(`The latest ${items.length} decisions were saved`, {
          description: "Filter for less to get the others.",
        });
      }
    } catch (error) {
      toast.failed("The record could not be saved", {
        description: error instanceof Error ? error.message : undefined,
      });
    } finally {
      setBusy(false);
    }
  }

  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="sm" isBusy={isBusy}>
          <Download aria-hidden />
          Export
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuItem onSelect={() => void save("csv")}>As CSV</DropdownMenuItem>
        <DropdownMenuItem onSelect={() => void save("json")}>As JSON</DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function download(content: string, format: "csv" | "json"): void {
  const type = format === "csv" ? "text/csv;charset=utf-8" : "application/json";
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `approvals-${new Date().toISOString().slice(0, 10)}.${format}`;
  link.click();
  URL.revokeObjectURL(url);
}
