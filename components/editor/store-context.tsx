"use client";

import { createContext, use, type ReactNode } from "react";
import { useStore } from "zustand";
import type { EditorState, EditorStore } from "./store";

const EditorContext = createContext<EditorStore | null>(null);

export function EditorProvider({ store, children }: { store: EditorStore; children: ReactNode }) {
  return <EditorContext value={store}>{children}</EditorContext>;
}

/** The store of the editor around this component: its actions, and its state for handlers. */
export function useEditorStore(): EditorStore {
  const store = use(EditorContext);
  if (!store) throw new Error("This component stands outside an EditorProvider.");
  return store;
}

/** A piece of the editor's state. Select the smallest piece: the component renders again when it changes. */
export function useEditor<Value>(selector: (state: EditorState) => Value): Value {
  return useStore(useEditorStore(), selector);
}
