import type { ComponentProps } from "react";

import { cn } from "./cn";

/** A grey place of the size of what is coming. It does not pulse: nothing loops but what runs. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return <div data-slot="skeleton" aria-hidden className={cn("rounded-md bg-selected", className)} {...props} />;
}
