import type { ComponentProps } from "react";

import { cn } from "./cn";
import { controlClasses } from "./input";

/** Grows with its text (`field-sizing`) from three lines; the caller sets `max-h-*` where the room ends. */
export function Textarea({ className, rows = 3, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      data-slot="textarea"
      rows={rows}
      className={cn(controlClasses, "field-sizing-content h-auto min-h-16 resize-y py-1.5", className)}
      {...props}
    />
  );
}
