import { type ReactNode, useId } from "react";

import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";

interface SectionCardProps {
  title: string;
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** One part of the page: its name, what can be done with it, itself. */
export function SectionCard({ title, actions, className, children }: SectionCardProps) {
  const id = useId();
  return (
    <Card role="region" aria-labelledby={id} className={cn("flex min-w-0 flex-col overflow-hidden", className)}>
      <CardHeader className="min-h-12 flex-wrap py-2 pr-2.5">
        <CardTitle id={id}>{title}</CardTitle>
        {actions ? <div className="flex items-center gap-1.5">{actions}</div> : null}
      </CardHeader>
      {children}
    </Card>
  );
}
