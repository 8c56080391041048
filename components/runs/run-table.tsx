import Link from "next/link";

import { formatDuration } from "@/components/ui/format";
import { ListSkeleton } from "@/components/ui/list-skeleton";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { formatCostMicros, formatTokens } from "@/server/domain/usage/format";

import { runDurationMs, sourceName, versionName } from "./run-words";
import type { RunListItem } from "./types";

/** Marks the links that J and K go through. */
export const runLinkAttribute = "data-run-link";

interface RunTableProps {
  runs: readonly RunListItem[];
  /** When the list was read, epoch milliseconds: runs under way have run until then. */
  nowMs: number;
}

/** Runs as rows of 36 px; the whole row leads to the run. */
export function RunTable({ runs, nowMs }: RunTableProps) {
  return (
    <Table aria-label="Runs" className="overflow-visible">
      <RunTableHead />
      <TableBody>
        {runs.map((run) => (
          <TableRow key={run.id} className="relative">
            <TableCell>
              <StatusBadge status={run.status} variant="quiet" />
            </TableCell>
            <TableCell className="max-w-0 truncate">
              <RunLink run={run} />
              {run.error ? <span className="ml-2 text-muted-foreground">{run.error.message}</span> : null}
            </TableCell>
            <TableCell className="text-muted-foreground">{versionName(run.version)}</TableCell>
            <TableCell className="text-muted-foreground">{sourceName(run.source)}</TableCell>
            <TableCell isNumeric className="text-muted-foreground">
              <RelativeTime value={run.createdAt} className="relative" />
            </TableCell>
            <TableCell isNumeric>{durationOf(run, nowMs)}</TableCell>
            <TableCell isNumeric className={run.inputTokens + run.outputTokens === 0 ? "text-faint" : undefined}>
              {tokensOf(run)}
            </TableCell>
            <TableCell isNumeric className={run.costMicros === 0 ? "text-faint" : undefined}>
              {formatCostMicros(run.costMicros)}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function RunTableHead() {
  return (
    <TableHeader>
      <tr>
        <TableHead className="w-30">Status</TableHead>
        <TableHead>Workflow</TableHead>
        <TableHead className="w-24">Version</TableHead>
        <TableHead className="w-20">Source</TableHead>
        <TableHead isNumeric className="w-28">
          Started
        </TableHead>
        <TableHead isNumeric className="w-28">
          Duration
        </TableHead>
        <TableHead isNumeric className="w-20">
          Tokens
        </TableHead>
        <TableHead isNumeric className="w-24">
          Cost
        </TableHead>
      </tr>
    </TableHeader>
  );
}

/** Runs on a phone: one card each. */
export function RunCards({ runs, nowMs }: RunTableProps) {
  return (
    <ul aria-label="Runs" className="flex flex-col gap-2">
      {runs.map((run) => (
        <li
          key={run.id}
          className="relative flex flex-col gap-1.5 rounded-lg border border-border bg-card px-3.5 py-3 active:bg-hover"
        >
          <div className="flex items-baseline justify-between gap-3">
            <RunLink run={run} />
            <RelativeTime value={run.createdAt} className="text-xs text-muted-foreground" />
          </div>
          {run.error ? (
            <p className="line-clamp-2 text-xs wrap-anywhere text-muted-foreground">{run.error.message}</p>
          ) : null}
          <div className="flex items-center justify-between gap-3">
            <StatusBadge status={run.status} variant="quiet" className="text-xs" />
            <p className="figures truncate text-xs text-muted-foreground">
              {[
                sourceName(run.source),
                durationOf(run, nowMs),
                run.inputTokens + run.outputTokens > 0 ? `${tokensOf(run)} tokens` : "",
                formatCostMicros(run.costMicros),
              ]
                .filter(Boolean)
                .join(" · ")}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Stretches over its whole row or card. */
function RunLink({ run }: { run: RunListItem }) {
  return (
    <Link
      href={`/runs/${run.id}`}
      {...{ [runLinkAttribute]: "" }}
      className="font-medium outline-none after:absolute after:inset-0 after:rounded-md focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-ring"
    >
      {run.workflow.name}
    </Link>
  );
}

function durationOf(run: RunListItem, nowMs: number): string {
  const durationMs = runDurationMs(run, nowMs);
  return durationMs === undefined ? "" : formatDuration(durationMs);
}

function tokensOf(run: RunListItem): string {
  return formatTokens(run.inputTokens + run.outputTokens);
}

/** The list while it loads. */
export function RunListSkeleton() {
  return (
    <ListSkeleton
      label="Loading runs"
      head={<RunTableHead />}
      widths={["w-20", "w-40", "w-14", "w-8", "ml-auto w-14", "ml-auto w-12", "ml-auto w-8", "ml-auto w-10"]}
      rows={8}
      cards={6}
      cardClassName="h-17"
      tableFrom="sm"
    />
  );
}
