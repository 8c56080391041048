"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { Archive } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";

import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { ErrorState } from "@/components/ui/error-state";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";

import { ToolSections } from "./tool-sections";
import { ToolState } from "./tool-table";
import type { ToolDetail } from "./types";
import { useRefreshTools } from "./use-refresh-tools";

/** One tool: what it is, how it is handled, what it answers, and every version of it. */
export function ToolPage({ toolId }: { toolId: string }) {
  const tool = useQuery(useTRPC().tools.get.queryOptions({ id: toolId }));
  const crumbs = (label: string) => [{ label: "Tools", href: "/tools" }, { label }];
  if (tool.isPending) {
    return (
      <>
        <PageHeader crumbs={crumbs("Tool")} />
        <PageBody>
          <div role="status" aria-label="Loading the tool" className="mx-auto flex max-w-160 flex-col gap-4">
            <Skeleton className="h-24 rounded-lg" />
            <Skeleton className="h-72 rounded-lg" />
          </div>
        </PageBody>
      </>
    );
  }
  if (tool.isError) {
    return (
      <>
        <PageHeader crumbs={crumbs("Tool")} />
        <PageBody>
          <ErrorState
            title="This tool could not be loaded."
            message={tool.error.message}
            onRetry={() => void tool.refetch()}
            isRetrying={tool.isFetching}
          />
        </PageBody>
      </>
    );
  }
  return (
    <>
      <PageHeader
        crumbs={crumbs(tool.data.name)}
        aside={<ToolState tool={tool.data} />}
        actions={tool.data.kind === "http" && !tool.data.isArchived ? <ArchiveButton tool={tool.data} /> : null}
      />
      <PageBody>
        <div className="mx-auto max-w-160 pb-10">
          <ToolSections tool={tool.data} />
        </div>
      </PageBody>
    </>
  );
}

function ArchiveButton({ tool }: { tool: ToolDetail }) {
  const router = useRouter();
  const refreshTools = useRefreshTools();
  const [isAsking, setIsAsking] = useState(false);
  const archive = useMutation(
    useTRPC().tools.archive.mutationOptions({
      onSuccess: () => {
        refreshTools();
        router.push("/tools");
      },
      onError: (error) => toast.failed(`${tool.name} was not archived`, { description: error.message }),
    }),
  );
  const uses = tool.usedBy.map((workflow) => workflow.name).join(", ");
  return (
    <>
      <Button size="sm" onClick={() => setIsAsking(true)}>
        <Archive aria-hidden />
        Archive
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={`Archive ${tool.name}?`}
        description={
          uses
            ? `It is used by ${uses}: those will fail where they call it. Its versions stay for the runs that used them.`
            : "No workflow uses it. Its versions stay for the runs that used them."
        }
        confirmLabel="Archive tool"
        isDangerous
        isBusy={archive.isPending}
        onConfirm={() => archive.mutate({ id: tool.id })}
      />
    </>
  );
}
