"use client";

import { ChevronRight, Redo2, Undo2 } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { useEditor, useEditorStore } from "@/components/editor/store-context";

interface TopBarProps {
  name: ReactNode;
  /** Stands beside the name: whether the draft is saved, or which version is shown. */
  state: ReactNode;
  actions: ReactNode;
}

/** The bar above the canvas. */
export function TopBar({ name, state, actions }: TopBarProps) {
  const store = useEditorStore();
  const canUndo = useEditor((editor) => editor.canUndo);
  const canRedo = useEditor((editor) => editor.canRedo);
  const isReadOnly = useEditor((editor) => editor.session.isReadOnly);
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b border-border bg-background px-3 sm:px-4">
      <nav aria-label="Breadcrumb" className="hidden items-center gap-1.5 sm:flex">
        <Link
          href="/workflows"
          className="rounded-sm text-sm text-muted-foreground transition-colors hover:text-foreground"
        >
          Workflows
        </Link>
        <ChevronRight aria-hidden className="size-3.5 text-faint" />
      </nav>
      <div className="flex min-w-0 flex-1 items-center gap-2">
        {name}
        {state}
      </div>
      <div className="flex shrink-0 items-center gap-1.5">
        {isReadOnly ? null : (
          <div className="hidden items-center sm:flex">
            <IconButton label="Undo" tooltip="Undo (Ctrl+Z)" disabled={!canUndo} onClick={store.undo}>
              <Undo2 />
            </IconButton>
            <IconButton label="Redo" tooltip="Redo (Ctrl+Shift+Z)" disabled={!canRedo} onClick={store.redo}>
              <Redo2 />
            </IconButton>
          </div>
        )}
        {actions}
      </div>
    </header>
  );
}
