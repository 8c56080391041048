import type { ComponentProps } from "react";

import { cn } from "./cn";

/** The look that every single-line control shares: 32 px, hairline, amber ring on focus, red edge when invalid. */
export const controlClasses =
  "h-8 w-full min-w-0 rounded-md border border-input bg-card px-2.5 text-sm text-foreground transition-colors hover:border-neutral-8 focus-visible:border-ring focus-visible:outline-1 focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-muted disabled:opacity-60 aria-invalid:border-failed-solid";

export function Input({ className, type = "text", ...props }: ComponentProps<"input">) {
  return <input data-slot="input" type={type} className={cn(controlClasses, className)} {...props} />;
}
