import type { ReactNode } from "react";

import { cn } from "./cn";

interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  /** What will be here, and what makes it appear. */
  description?: ReactNode;
  /** The next step. */
  actions?: ReactNode;
  className?: string;
}

export function EmptyState({ icon, title, description, actions, className }: EmptyStateProps) {
  return (
    <div
      data-slot="empty-state"
      className={cn("mx-auto flex max-w-100 flex-col items-center px-4 py-12 text-center", className)}
    >
      {icon ? <div className="mb-3 text-faint [&_svg]:size-6 [&_svg]:stroke-[1.5]">{icon}</div> : null}
      <h2 className="text-base font-medium">{title}</h2>
      {description ? <p className="mt-1 text-sm text-pretty text-muted-foreground">{description}</p> : null}
      {actions ? <div className="mt-4 flex flex-wrap justify-center gap-2">{actions}</div> : null}
    </div>
  );
}
