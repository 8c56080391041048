"use client";

import { useEffect, useState } from "react";
import { toast } from "@/components/ui/toast";
import type { Workflow } from "@/server/domain/workflow/schema";
import type { Autosave } from "./autosave";
import { withPositions } from "@/components/editor/commands/tidy-layout";
import { readBackup, recoveryOf } from "./draft-backup";
import { Editor } from "./editor";
import { beginRun } from "@/components/editor/run/apply-run-event";
import { createEditorStore, type EditorStore } from "./store";
import { EditorProvider } from "./store-context";
import { useAutosave } from "./use-autosave";

interface DraftWorkspaceProps {
  workflow: { id: string; name: string; draft: Workflow; draftVersion: number; updatedAt: Date };
  /** A run to show on the canvas: the one that was tested before the page was loaded again. */
  runId: string | null;
  /** A published version that becomes the draft. */
  restored: Workflow | null;
  isWelcome: boolean;
}

/**
 * The draft with its store, which is made once from the draft that the server had when the page was opened; what the server
 * says later about the draft only matters when a save is refused.
 */
export function DraftWorkspace({ workflow, runId, restored, isWelcome }: DraftWorkspaceProps) {
  const [opened] = useState(() => ({ ...workflow, draft: withPositions(workflow.draft) }));
  const [store] = useState(() => {
    const created = createEditorStore(opened.draft);
    if (runId) created.updateRun(() => beginRun(runId));
    return created;
  });
  const autosave = useAutosave(store, opened);

  // The browser's storage may hold what an earlier visit could not send.
  useEffect(() => recover(store, autosave, opened), [store, autosave, opened]);

  useEffect(() => {
    if (!restored || restoredInto.get(restored) === store) return;
    restoredInto.set(restored, store);
    store.commit(() => withPositions(restored));
    toast.done("The version is the draft again.", { action: { label: "Undo", onClick: store.undo } });
  }, [store, restored]);

  return (
    <EditorProvider store={store}>
      <Editor workflow={{ ...opened, name: workflow.name }} autosave={autosave} isWelcome={isWelcome} />
    </EditorProvider>
  );
}

/** A document is restored once into a store, however often React runs the effect. */
const restoredInto = new WeakMap<Workflow, EditorStore>();

function recover(
  store: EditorStore,
  autosave: Autosave,
  opened: { id: string; draft: Workflow; draftVersion: number },
): void {
  const backup = readBackup(opened.id);
  const recovery = recoveryOf(backup, opened);
  if (recovery.type === "none" || !backup || store.getState().canUndo) return;
  autosave.rebase({
    // Made from an older draft, it is sent under that draft's version: the server's refusal then asks the person.
    version: recovery.type === "conflict" ? backup.expectedVersion : opened.draftVersion,
    saved: opened.draft,
    // The page that kept the backup also sent it as it was left, which may arrive only now.
    unanswered: [...backup.unanswered, backup.draft],
  });
  store.commit(() => recovery.draft);
  if (recovery.type === "restore") {
    toast.note("Unsaved changes were brought back.", { action: { label: "Undo", onClick: store.undo } });
  }
}
