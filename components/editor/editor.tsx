"use client";

import { ReactFlowProvider, type Viewport } from "@xyflow/react";
import { useCallback, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { showVersionInAddress } from "./address";
import type { Autosave } from "./autosave";
import { readRemembered, remember } from "./browser-memory";
import { Canvas } from "./canvas";
import { useCanvasActions } from "@/components/editor/canvas/canvas-actions";
import { useShortcuts } from "@/components/editor/canvas/use-shortcuts";
import { ConflictDialog } from "./conflict-dialog";
import { Drawer } from "@/components/editor/panels/drawer/drawer";
import { InspectorPanel, NodeSheet } from "@/components/editor/panels/inspector/inspector-panel";
import { Palette } from "@/components/editor/panels/palette";
import { PublishDialog } from "@/components/editor/panels/top-bar/publish-dialog";
import { SaveStatus } from "@/components/editor/panels/top-bar/save-status";
import { TopBar } from "@/components/editor/panels/top-bar/top-bar";
import { VersionMenu } from "@/components/editor/panels/top-bar/version-menu";
import { WorkflowName } from "@/components/editor/panels/top-bar/workflow-name";
import { TestPanel } from "@/components/editor/run/test-panel";
import { useTestRun } from "@/components/editor/run/use-test-run";
import { useEditorStore } from "./store-context";
import { useIsCompact } from "./use-is-compact";
import { useValidation } from "./use-validation";

interface EditorProps {
  workflow: { id: string; name: string; updatedAt: Date };
  autosave: Autosave;
  isWelcome: boolean;
}

/** The editor of a draft, inside its store. */
export function Editor(props: EditorProps) {
  return (
    <ReactFlowProvider>
      <DraftEditor {...props} />
    </ReactFlowProvider>
  );
}

function DraftEditor({ workflow, autosave, isWelcome }: EditorProps) {
  const store = useEditorStore();
  const actions = useCanvasActions();
  const testRun = useTestRun(workflow.id, autosave);
  const isCompact = useIsCompact();
  const [isTesting, setTesting] = useState(false);
  const [isPublishing, setPublishing] = useState(false);
  const [isResolving, setResolving] = useState(true);
  const memory = `viewport:${workflow.id}`;
  const [viewport] = useState(() => readViewport(memory));
  useValidation();

  // The store is told by the window's width: a narrow one shows and runs a workflow, it does not change it.
  useEffect(() => store.updateSession({ isReadOnly: isCompact }), [store, isCompact]);

  useShortcuts(actions, {
    onSave: useCallback(() => void autosave.flush(), [autosave]),
    onTest: useCallback(() => setTesting(true), []),
  });

  // The draft leaves the screen, so what is unsaved goes to the server first.
  const showVersion = async (version: number | null) => {
    await autosave.flush();
    showVersionInAddress(version);
  };

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <TopBar
        name={<WorkflowName workflowId={workflow.id} name={workflow.name} />}
        state={
          isCompact ? null : (
            <SaveStatus autosave={autosave} openedAt={workflow.updatedAt} onResolve={() => setResolving(true)} />
          )
        }
        actions={
          <>
            <VersionMenu workflowId={workflow.id} shown={null} onShow={(version) => void showVersion(version)} />
            <TestPanel
              workflowId={workflow.id}
              testRun={testRun}
              isOpen={isTesting}
              onOpenChange={setTesting}
              isHighlighted={isWelcome}
            />
            <Button variant="primary" onClick={() => setPublishing(true)}>
              Publish
            </Button>
          </>
        }
      />
      <div className="flex min-h-0 flex-1">
        {isCompact ? null : <Palette actions={actions} />}
        <div className="flex min-w-0 flex-1 flex-col">
          <div className="min-h-0 flex-1">
            <Canvas viewport={viewport} onViewportChange={(next) => remember(memory, next)} isCompact={isCompact} />
          </div>
          <Drawer actions={actions} />
        </div>
        {isCompact ? <NodeSheet /> : <InspectorPanel />}
      </div>
      {isPublishing ? (
        <PublishDialog
          workflowId={workflow.id}
          autosave={autosave}
          actions={actions}
          onClose={() => setPublishing(false)}
        />
      ) : null}
      <ConflictDialog workflowId={workflow.id} autosave={autosave} isOpen={isResolving} onOpenChange={setResolving} />
    </div>
  );
}

function readViewport(memory: string): Viewport | undefined {
  const stored = readRemembered(memory);
  if (typeof stored !== "object" || stored === null) return undefined;
  const { x, y, zoom } = stored as Partial<Viewport>;
  return Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(zoom) ? (stored as Viewport) : undefined;
}
