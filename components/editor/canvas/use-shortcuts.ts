"use client";

import { useEffect } from "react";
import { useEditorStore } from "@/components/editor/store-context";
import type { CanvasActions } from "./canvas-actions";
import { shortcutOf, takesKeys, type ShortcutAction } from "./shortcuts";

interface ShortcutHandlers {
  onSave: () => void;
  onTest: () => void;
}

/** Binds the editor's keys and clipboard events to the page while the editor is mounted. */
export function useShortcuts(actions: CanvasActions, { onSave, onTest }: ShortcutHandlers): void {
  const store = useEditorStore();

  useEffect(() => {
    let lastCopied = "";

    const perform: Record<ShortcutAction, () => void> = {
      undo: store.undo,
      redo: store.redo,
      "select-all": actions.selectAll,
      duplicate: actions.duplicateSelection,
      delete: actions.deleteSelection,
      fit: actions.fit,
      escape: () => (store.getState().session.picker ? store.updateSession({ picker: null }) : store.select({})),
      "add-node": () => document.querySelector<HTMLInputElement>("[data-slot=palette] input")?.focus(),
      save: onSave,
      test: onTest,
    };
    const always = new Set<ShortcutAction>(["save", "test"]);
    // Fields of the inspector have no history of their own: what they change is a step of the editor's.
    const inInspector = new Set<ShortcutAction>(["undo", "redo", "escape"]);

    const onKeyDown = (event: KeyboardEvent) => {
      const action = shortcutOf(event);
      if (!action || event.defaultPrevented) return;
      const focused = document.activeElement;
      const isInspector = Boolean(focused?.closest("[data-slot=inspector]")) && inInspector.has(action);
      if (takesKeys(focused) && !always.has(action) && !isInspector) return;
      event.preventDefault();
      if (isInspector) store.closeBurst();
      perform[action]();
    };

    const isElsewhere = () => takesKeys(document.activeElement) || (document.getSelection()?.toString() ?? "") !== "";
    const onCopy = (event: ClipboardEvent) => {
      const text = isElsewhere() ? null : actions.copySelection();
      if (text === null) return;
      event.preventDefault();
      event.clipboardData?.setData("text/plain", text);
      lastCopied = text;
      if (event.type === "cut") actions.deleteSelection();
    };
    const onPaste = (event: ClipboardEvent) => {
      if (takesKeys(document.activeElement)) return;
      // Some browsers give a page no clipboard; what was copied in this editor can still be pasted.
      const text = event.clipboardData?.getData("text/plain") || lastCopied;
      if (actions.paste(text)) event.preventDefault();
    };

    document.addEventListener("keydown", onKeyDown);
    document.addEventListener("copy", onCopy);
    document.addEventListener("cut", onCopy);
    document.addEventListener("paste", onPaste);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
      document.removeEventListener("copy", onCopy);
      document.removeEventListener("cut", onCopy);
      document.removeEventListener("paste", onPaste);
    };
  }, [store, actions, onSave, onTest]);
}
