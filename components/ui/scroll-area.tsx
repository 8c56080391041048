import type { ComponentProps } from "react";

import { cn } from "./cn";

/** A region that scrolls by itself, with the platform's own thin scrollbar; reachable by keyboard under its label. */
export function ScrollArea({ label, className, ...props }: ComponentProps<"section"> & { label: string }) {
  return (
    <section
      data-slot="scroll-area"
      aria-label={label}
      // A scrolling region must take focus so that arrow keys can move it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={cn("min-h-0 overflow-auto overscroll-contain focus-visible:outline-offset-[-2px]", className)}
      {...props}
    />
  );
}
