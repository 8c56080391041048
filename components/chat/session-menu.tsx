"use client";

import { Ellipsis, Pencil, Pin, PinOff, Trash2 } from "lucide-react";
import { useState } from "react";

import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { RenameDialog } from "@/components/ui/rename-dialog";

import { titleOf } from "./title";
import { useSessionActions } from "./use-session-actions";

interface SessionMenuProps {
  session: { id: string; title: string; isPinned: boolean };
  className?: string;
}

/** Rename, pin, delete. */
export function SessionMenu({ session, className }: SessionMenuProps) {
  const [open, setOpen] = useState<"rename" | "delete" | null>(null);
  const actions = useSessionActions();
  const title = titleOf(session);
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton label={`Actions for ${title}`} tooltip="" size="sm" className={className}>
            <Ellipsis aria-hidden />
          </IconButton>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onSelect={() => setOpen("rename")}>
            <Pencil aria-hidden />
            Rename
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => actions.pin({ id: session.id, isPinned: !session.isPinned })}>
            {session.isPinned ? <PinOff aria-hidden /> : <Pin aria-hidden />}
            {session.isPinned ? "Unpin" : "Pin"}
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem isDangerous onSelect={() => setOpen("delete")}>
            <Trash2 aria-hidden />
            Delete
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <RenameDialog
        thing="conversation"
        name={session.title}
        isOpen={open === "rename"}
        onOpenChange={(isOpen) => setOpen(isOpen ? "rename" : null)}
        onRename={(next) => actions.rename({ id: session.id, title: next })}
      />
      <ConfirmDialog
        isOpen={open === "delete"}
        onOpenChange={(isOpen) => setOpen(isOpen ? "delete" : null)}
        title={`Delete "${title}"?`}
        description="The conversation and its messages go for good. An answer under way is stopped. Its runs stay in Runs."
        confirmLabel="Delete conversation"
        isDangerous
        onConfirm={() => {
          setOpen(null);
          actions.remove({ id: session.id });
        }}
      />
    </>
  );
}
