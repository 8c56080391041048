import type { ReactNode } from "react";

import { cn } from "./cn";

/** Names and values in two aligned columns: the facts of a run, a span, a version. */
export function DataList({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <dl
      data-slot="data-list"
      className={cn("grid grid-cols-[minmax(88px,max-content)_1fr] gap-x-4 gap-y-1.5 text-sm", className)}
    >
      {children}
    </dl>
  );
}

export function DataItem({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="figures min-w-0 wrap-anywhere">{children}</dd>
    </>
  );
}
