"use client";

import { Archive, ArchiveRestore, Copy, Ellipsis, MessageSquare, Pencil } from "lucide-react";
import Link from "next/link";
import { useRef, useState } from "react";

import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { RenameDialog } from "@/components/ui/rename-dialog";

import type { WorkflowItem } from "./types";
import { useWorkflowActions } from "./use-workflow-actions";

export function WorkflowMenu({ workflow, className }: { workflow: WorkflowItem; className?: string }) {
  const triggerRef = useRef<HTMLButtonElement>(null);
  const [isRenaming, setRenaming] = useState(false);
  const actions = useWorkflowActions();
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton
            ref={triggerRef}
            label={`Actions for ${workflow.name}`}
            tooltip=""
            size="sm"
            className={className}
          >
            <Ellipsis aria-hidden />
          </IconButton>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          {workflow.app ? (
            <DropdownMenuItem asChild>
              <Link href={`/chat?app=${encodeURIComponent(workflow.app.code)}`}>
                <MessageSquare aria-hidden />
                Chat with it
              </Link>
            </DropdownMenuItem>
          ) : null}
          <DropdownMenuItem onSelect={() => setRenaming(true)}>
            <Pencil aria-hidden />
            Rename
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => actions.duplicate(workflow)}>
            <Copy aria-hidden />
            Duplicate
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          {workflow.isArchived ? (
            <DropdownMenuItem onSelect={() => actions.restore(workflow)}>
              <ArchiveRestore aria-hidden />
              Restore
            </DropdownMenuItem>
          ) : (
            <DropdownMenuItem onSelect={() => actions.archive(workflow)}>
              <Archive aria-hidden />
              Archive
            </DropdownMenuItem>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      <RenameDialog
        thing="workflow"
        name={workflow.name}
        isOpen={isRenaming}
        onOpenChange={setRenaming}
        returnFocusTo={triggerRef}
        onRename={(name) => actions.rename({ id: workflow.id, name })}
      />
    </>
  );
}
