"use client";

import { X } from "lucide-react";
import * as Primitive from "radix-ui/dialog";
import type { ComponentProps, ReactNode } from "react";

import { cn } from "./cn";
import { IconButton } from "./icon-button";

export const Dialog = Primitive.Root;
export const DialogClose = Primitive.Close;

export const scrimClasses =
  "fixed inset-0 z-40 bg-scrim animate-in fade-in-0 duration-150 data-[state=closed]:animate-out data-[state=closed]:fade-out-0 data-[state=closed]:duration-100";

interface DialogContentProps extends Omit<ComponentProps<typeof Primitive.Content>, "title"> {
  title: ReactNode;
  description?: ReactNode;
  /** The buttons, right-aligned, the main one last. */
  footer?: ReactNode;
  size?: "sm" | "md" | "lg";
}

const widths = { sm: "max-w-100", md: "max-w-136", lg: "max-w-200" };

/** A decision. What only shows detail is a Sheet; at 390 px it rises from the bottom edge. */
export function DialogContent({
  title,
  description,
  footer,
  size = "md",
  className,
  children,
  ...props
}: DialogContentProps) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={scrimClasses} />
      <Primitive.Content
        data-slot="dialog"
        {...(description ? {} : { "aria-describedby": undefined })}
        className={cn(
          "fixed inset-x-0 bottom-0 z-50 mx-auto flex max-h-[88dvh] w-full flex-col rounded-t-lg border border-border bg-popover shadow-float outline-none sm:inset-x-4 sm:top-[14dvh] sm:bottom-auto sm:max-h-[72dvh] sm:w-auto sm:rounded-lg",
          "animate-in fade-in-0 slide-in-from-bottom-2 duration-200 data-[state=closed]:animate-out data-[state=closed]:fade-out-0 data-[state=closed]:duration-100",
          widths[size],
          className,
        )}
        {...props}
      >
        <header className="py-3 pt-4 pr-12 pl-5">
          <Primitive.Title className="text-lg font-semibold">{title}</Primitive.Title>
          {description ? (
            <Primitive.Description className="mt-0.5 text-sm text-pretty text-muted-foreground">
              {description}
            </Primitive.Description>
          ) : null}
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
        {footer ? (
          <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-border px-5 py-3">
            {footer}
          </footer>
        ) : null}
        {/* Last, so that the first field has the focus when the dialog opens. */}
        <Primitive.Close asChild>
          <IconButton label="Close" size="sm" className="absolute top-3.5 right-3.5">
            <X aria-hidden />
          </IconButton>
        </Primitive.Close>
      </Primitive.Content>
    </Primitive.Portal>
  );
}
