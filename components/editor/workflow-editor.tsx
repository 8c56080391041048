"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { ErrorState } from "@/components/ui/error-state";
import type { Workflow } from "@/server/domain/workflow/schema";
import { showVersionInAddress } from "./address";
import { EditorSkeleton } from "./editor-skeleton";

// The canvas needs a window to measure and this browser's own memory, so it is drawn in the browser alone.
const DraftWorkspace = dynamic(() => import("./draft-workspace").then((module) => module.DraftWorkspace), {
  ssr: false,
  loading: () => <EditorSkeleton />,
});
const VersionWorkspace = dynamic(() => import("./version-workspace").then((module) => module.VersionWorkspace), {
  ssr: false,
  loading: () => <EditorSkeleton />,
});

/** A workflow in the editor: its draft, or with `?version=` one of its published versions. */
export function WorkflowEditor({ workflowId }: { workflowId: string }) {
  const trpc = useTRPC();
  const search = useSearchParams();
  const workflow = useQuery(trpc.workflows.get.queryOptions({ id: workflowId }));
  const version = Number(search.get("version"));
  const [restored, setRestored] = useState<Workflow | null>(null);

  if (workflow.isPending) return <EditorSkeleton />;
  if (workflow.isError) {
    return (
      <ErrorState
        title="The workflow could not be opened."
        message={workflow.error.message}
        onRetry={() => void workflow.refetch()}
        isRetrying={workflow.isFetching}
      />
    );
  }
  if (Number.isInteger(version) && version > 0) {
    return (
      <VersionWorkspace
        key={`${workflowId}:${version}`}
        workflow={workflow.data}
        number={version}
        onRestore={(document) => {
          setRestored(document);
          showVersionInAddress(null);
        }}
      />
    );
  }
  return (
    <DraftWorkspace
      key={workflowId}
      workflow={workflow.data}
      runId={search.get("run")}
      restored={restored}
      isWelcome={search.get("welcome") === "1"}
    />
  );
}
