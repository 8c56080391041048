import type { ComponentProps } from "react";

import { cn } from "./cn";

export function Label({ className, ...props }: ComponentProps<"label">) {
  // The caller ties the label to its control by htmlFor; Field does so itself.
  // oxlint-disable-next-line jsx-a11y/label-has-associated-control
  return <label data-slot="label" className={cn("text-xs font-medium text-foreground", className)} {...props} />;
}
