import { type ReactNode, useId } from "react";

interface SectionProps {
  title: string;
  /** What it does, in one sentence. */
  description?: ReactNode;
  children: ReactNode;
}

/** One part of a tool's page. */
export function Section({ title, description, children }: SectionProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="flex flex-col gap-3 border-b border-border py-5 first:pt-1 last:border-b-0"
    >
      <div>
        <h2 id={id} className="text-sm font-semibold">
          {title}
        </h2>
        {description ? <p className="mt-0.5 text-xs text-pretty text-muted-foreground">{description}</p> : null}
      </div>
      {children}
    </section>
  );
}
