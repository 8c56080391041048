import { GitBranch } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";

import { compareHref } from "./compare/compare-href";
import type { RunTrace } from "./types";

const linkClasses = "rounded-sm underline decoration-neutral-8 underline-offset-2 hover:decoration-foreground";

/** Where the run came from and what was begun from it, in a line each, with the way to compare them. */
export function RunLineage({ run }: { run: RunTrace }) {
  const { fork, forks } = run;
  if (!fork && forks.length === 0) return null;
  return (
    <ul aria-label="Runs from a point" className="max-h-28 shrink-0 overflow-y-auto border-b border-border py-1">
      {fork ? (
        <Line>
          <span className="min-w-0 flex-1 truncate">
            Began at <span className="font-medium">{fork.point.title}</span> of{" "}
            <Link href={`/runs/${fork.runId}`} className={linkClasses}>
              an earlier run
            </Link>
            <span className="text-muted-foreground">{detailsOf(fork)}</span>
          </span>
          <Link href={compareHref(fork.runId, run.id)} className={`${linkClasses} shrink-0 text-xs`}>
            Compare
          </Link>
        </Line>
      ) : null}
      {forks.map((begun) => (
        <Line key={begun.id}>
          <span className="min-w-0 flex-1 truncate">
            <Link href={`/runs/${begun.id}`} className={linkClasses}>
              Run again
            </Link>{" "}
            from <span className="font-medium">{begun.point?.title ?? "a point"}</span>
            {begun.isEdited ? ", with another result" : ""}
            <span className="text-muted-foreground">
              , <RelativeTime value={begun.createdAt} />
            </span>
          </span>
          <StatusBadge status={begun.status} variant="quiet" className="text-xs max-sm:hidden" />
          <Link href={compareHref(run.id, begun.id)} className={`${linkClasses} shrink-0 text-xs`}>
            Compare
          </Link>
        </Line>
      ))}
    </ul>
  );
}

function Line({ children }: { children: ReactNode }) {
  return (
    <li className="flex items-center gap-2.5 px-4 py-1 text-sm sm:px-5">
      <GitBranch aria-hidden className="size-3.5 shrink-0 text-muted-foreground" />
      {children}
    </li>
  );
}

function detailsOf({ edit, calls }: NonNullable<RunTrace["fork"]>): string {
  const parts = [
    edit ? "with another result there" : "",
    calls.keep > 0 ? `${calls.keep} ${calls.keep === 1 ? "call" : "calls"} kept` : "",
    calls.again > 0 ? `${calls.again} made again` : "",
    calls.skip > 0 ? `${calls.skip} skipped` : "",
  ].filter(Boolean);
  return parts.length === 0 ? "" : `, ${parts.join(", ")}`;
}
