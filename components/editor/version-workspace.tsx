"use client";

import { useQuery } from "@tanstack/react-query";
import { ReactFlowProvider } from "@xyflow/react";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import type { Workflow } from "@/server/domain/workflow/schema";
import { showVersionInAddress } from "./address";
import { Canvas } from "./canvas";
import { withPositions } from "@/components/editor/commands/tidy-layout";
import { EditorSkeleton } from "./editor-skeleton";
import { InspectorPanel, NodeSheet } from "@/components/editor/panels/inspector/inspector-panel";
import { TopBar } from "@/components/editor/panels/top-bar/top-bar";
import { VersionMenu } from "@/components/editor/panels/top-bar/version-menu";
import { createEditorStore } from "./store";
import { EditorProvider } from "./store-context";
import { useIsCompact } from "./use-is-compact";

interface VersionWorkspaceProps {
  workflow: { id: string; name: string };
  number: number;
  /** Makes this document the draft. */
  onRestore: (document: Workflow) => void;
}

/** A published version to look at, and to make the draft again. */
export function VersionWorkspace({ workflow, number, onRestore }: VersionWorkspaceProps) {
  const trpc = useTRPC();
  const version = useQuery(trpc.workflows.version.queryOptions({ id: workflow.id, number }, { staleTime: Infinity }));
  if (version.isPending) return <EditorSkeleton />;
  if (version.isError) {
    return (
      <ErrorState
        title={`Version ${number} could not be opened.`}
        message={version.error.message}
        onRetry={() => void version.refetch()}
      />
    );
  }
  return <VersionViewer workflow={workflow} number={number} document={version.data.dsl} onRestore={onRestore} />;
}

function VersionViewer({ workflow, number, document, onRestore }: VersionWorkspaceProps & { document: Workflow }) {
  const [store] = useState(() => createEditorStore(withPositions(document), { isReadOnly: true }));
  const isCompact = useIsCompact();
  return (
    <EditorProvider store={store}>
      <ReactFlowProvider>
        <div className="flex min-h-0 flex-1 flex-col">
          <TopBar
            name={<h1 className="truncate px-1.5 text-sm font-semibold">{workflow.name}</h1>}
            state={<Badge>Version {number}, read-only</Badge>}
            actions={
              <>
                <VersionMenu workflowId={workflow.id} shown={number} onShow={showVersionInAddress} />
                <Button onClick={() => showVersionInAddress(null)}>Back to the draft</Button>
                <Button variant="primary" onClick={() => onRestore(document)}>
                  Restore as draft
                </Button>
              </>
            }
          />
          <div className="flex min-h-0 flex-1">
            <div className="min-w-0 flex-1">
              <Canvas isCompact={isCompact} />
            </div>
            {isCompact ? <NodeSheet /> : <InspectorPanel />}
          </div>
        </div>
      </ReactFlowProvider>
    </EditorProvider>
  );
}
