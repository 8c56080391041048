"use client";

import { X } from "lucide-react";
import * as Primitive from "radix-ui/dialog";
import type { ComponentProps, ReactNode } from "react";

import { cn } from "./cn";
import { scrimClasses } from "./dialog";
import { IconButton } from "./icon-button";

export const Sheet = Primitive.Root;

const sides = {
  right: "inset-y-0 right-0 w-full max-w-120 border-l slide-in-from-right-8 data-[state=closed]:slide-out-to-right-8",
  left: "inset-y-0 left-0 w-full max-w-80 border-r slide-in-from-left-8 data-[state=closed]:slide-out-to-left-8",
  bottom:
    "inset-x-0 bottom-0 max-h-[85dvh] rounded-t-lg border-t slide-in-from-bottom-8 data-[state=closed]:slide-out-to-bottom-8",
};

interface SheetContentProps extends Omit<ComponentProps<typeof Primitive.Content>, "title"> {
  title: ReactNode;
  side?: keyof typeof sides;
  /** Stands beside the close button. */
  actions?: ReactNode;
}

/** Detail beside what it belongs to: from the right on a desk, from the bottom on a phone. */
export function SheetContent({ title, side = "right", actions, className, children, ...props }: SheetContentProps) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={scrimClasses} />
      <Primitive.Content
        data-slot="sheet"
        aria-describedby={undefined}
        // The sheet itself takes the focus: its first control is a button to close it, which nobody has come for.
        onOpenAutoFocus={(event) => {
          event.preventDefault();
          if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
        }}
        className={cn(
          "fixed z-50 flex flex-col border-border bg-popover shadow-float outline-none animate-in fade-in-0 duration-200 data-[state=closed]:animate-out data-[state=closed]:fade-out-0 data-[state=closed]:duration-150",
          sides[side],
          className,
        )}
        {...props}
      >
        <header className="flex h-12 shrink-0 items-center gap-2 border-b border-border pr-2 pl-4">
          <Primitive.Title className="min-w-0 flex-1 truncate text-sm font-semibold">{title}</Primitive.Title>
          {actions}
          <Primitive.Close asChild>
            <IconButton label="Close" size="sm">
              <X aria-hidden />
            </IconButton>
          </Primitive.Close>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
      </Primitive.Content>
    </Primitive.Portal>
  );
}
