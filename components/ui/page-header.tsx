import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { Fragment, type ReactNode } from "react";

import { cn } from "./cn";

export interface Crumb {
  label: ReactNode;
  /** Absent for the page one is on. */
  href?: string;
}

interface PageHeaderProps {
  /** From the section to this page; the last one is the page's heading. */
  crumbs: readonly Crumb[];
  /** Stands right after the heading: a state, a version. */
  aside?: ReactNode;
  /** The page's actions at the right end, the main one last. */
  actions?: ReactNode;
  className?: string;
}

/** The top bar of a page, 48 px. */
export function PageHeader({ crumbs, aside, actions, className }: PageHeaderProps) {
  const trail = crumbs.slice(0, -1);
  const page = crumbs.at(-1);
  return (
    <header
      data-slot="page-header"
      className={cn(
        "flex h-12 shrink-0 items-center gap-3 border-b border-border bg-background px-4 sm:px-5",
        className,
      )}
    >
      <div className="flex min-w-0 flex-1 items-center gap-1.5">
        {trail.length > 0 ? (
          <nav aria-label="Breadcrumb" className="contents">
            {trail.map((crumb, index) => (
              <Fragment key={crumb.href ?? index}>
                {crumb.href ? (
                  <Link
                    href={crumb.href}
                    className="shrink-0 rounded-sm text-sm text-muted-foreground transition-colors hover:text-foreground"
                  >
                    {crumb.label}
                  </Link>
                ) : (
                  <span className="shrink-0 text-sm text-muted-foreground">{crumb.label}</span>
                )}
                <ChevronRight aria-hidden className="size-3.5 shrink-0 text-faint" />
              </Fragment>
            ))}
          </nav>
        ) : null}
        <h1 className="min-w-0 truncate text-sm font-semibold">{page?.label}</h1>
        {aside}
      </div>
      {actions ? <div className="flex shrink-0 items-center gap-1.5">{actions}</div> : null}
    </header>
  );
}

interface PageBodyProps {
  className?: string;
  /** For a page with nothing in it that takes the focus: the body takes it under this name, so that keys can scroll it. */
  focusLabel?: string;
  children: ReactNode;
}

/** The page below its header: scrolls, and keeps the page's margins. */
export function PageBody({ className, focusLabel, children }: PageBodyProps) {
  return (
    <div
      data-slot="page-body"
      {...(focusLabel === undefined ? {} : { role: "region", "aria-label": focusLabel, tabIndex: 0 })}
      className={cn("min-h-0 flex-1 overflow-y-auto px-4 py-4 focus-visible:-outline-offset-2 sm:px-5", className)}
    >
      {children}
    </div>
  );
}
