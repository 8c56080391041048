"use client";

import * as Primitive from "radix-ui/alert-dialog";
import type { ReactNode } from "react";

import { Button } from "./button";
import { scrimClasses } from "./dialog";

interface ConfirmDialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** The question, with the name of what it is about. */
  title: ReactNode;
  /** What happens, and whether it can be taken back. */
  description: ReactNode;
  /** The verb: "Delete session", never "OK". */
  confirmLabel: string;
  isDangerous?: boolean;
  isBusy?: boolean;
  onConfirm: () => void;
}

/** Asks before something that Undo can not bring back. The caller closes it when the work is done. */
export function ConfirmDialog({
  isOpen,
  onOpenChange,
  title,
  description,
  confirmLabel,
  isDangerous = false,
  isBusy = false,
  onConfirm,
}: ConfirmDialogProps) {
  return (
    <Primitive.Root open={isOpen} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className={scrimClasses} />
        <Primitive.Content
          data-slot="confirm-dialog"
          className="fixed inset-x-4 top-[22dvh] z-50 mx-auto max-w-100 rounded-lg border border-border bg-popover p-5 shadow-float outline-none animate-in fade-in-0 slide-in-from-bottom-2 duration-200 data-[state=closed]:animate-out data-[state=closed]:fade-out-0 data-[state=closed]:duration-100"
        >
          <Primitive.Title className="text-lg font-semibold">{title}</Primitive.Title>
          <Primitive.Description className="mt-1 text-sm text-pretty text-muted-foreground">
            {description}
          </Primitive.Description>
          <div className="mt-5 flex justify-end gap-2">
            <Primitive.Cancel asChild>
              <Button variant="ghost">Cancel</Button>
            </Primitive.Cancel>
            <Button variant={isDangerous ? "danger" : "primary"} isBusy={isBusy} onClick={onConfirm}>
              {confirmLabel}
            </Button>
          </div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
