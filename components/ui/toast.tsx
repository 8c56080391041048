"use client";

import { CircleCheck, CircleX, Info } from "lucide-react";
import { type ExternalToast, toast as sonner, Toaster as Sonner } from "sonner";

/** Where toasts appear; mounted once. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      gap={8}
      duration={6000}
      icons={{
        success: <CircleCheck aria-hidden className="size-4 text-done" />,
        error: <CircleX aria-hidden className="size-4 text-failed" />,
        info: <Info aria-hidden className="size-4 text-muted-foreground" />,
      }}
      mobileOffset={{ bottom: 72 }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-center gap-2.5 rounded-lg border border-border bg-popover px-3.5 py-2.5 font-sans text-sm text-foreground shadow-float sm:w-90",
          content: "min-w-0 flex-1",
          title: "font-medium",
          description: "text-xs text-muted-foreground wrap-anywhere",
          actionButton:
            "h-7 shrink-0 rounded-md border border-input bg-card px-2.5 text-xs font-medium hover:border-neutral-8 hover:bg-hover",
        },
      }}
    />
  );
}

interface ToastOptions {
  /** A second line: the reason, or what to do. */
  description?: string;
  /** One way back or onward: Undo, Open. */
  action?: { label: string; onClick: () => void };
}

function optionsOf({ description, action }: ToastOptions): ExternalToast {
  return { description, action: action ? { label: action.label, onClick: action.onClick } : undefined };
}

/** Tells what finished or failed elsewhere. What belongs to a field or a page is said there instead. */
export const toast = {
  done: (title: string, options: ToastOptions = {}) => sonner.success(title, optionsOf(options)),
  failed: (title: string, options: ToastOptions = {}) =>
    sonner.error(title, { ...optionsOf(options), duration: 10_000 }),
  note: (title: string, options: ToastOptions = {}) => sonner.info(title, optionsOf(options)),
};
