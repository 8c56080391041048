import Link from "next/link";

import { RelativeTime } from "@/components/ui/relative-time";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { formatCostMicros, formatTokens } from "@/server/domain/usage/format";

import { dollars, toCsv } from "./csv";
import { CsvButton } from "./csv-button";
import { SectionCard } from "./section-card";
import { measure } from "./series";
import type { UsageReport } from "./types";

/** The runs that cost most, or used most where nothing was charged. */
export function DearestRuns({ report }: { report: UsageReport }) {
  return (
    <SectionCard
      title="Dearest runs"
      actions={
        <CsvButton
          name="dearest runs"
          fileName={`signalbox-runs-${report.from}-${report.to}.csv`}
          content={() =>
            toCsv(
              ["run", "workflow", "started", "cost (usd)", "input tokens", "output tokens"],
              report.dearestRuns.map((run) => [
                run.runId,
                run.name,
                run.createdAt.toISOString(),
                dollars(run.costMicros),
                run.inputTokens,
                run.outputTokens,
              ]),
            )
          }
        />
      }
    >
      <Table aria-label="Dearest runs" className="border-t border-border">
        <TableHeader>
          <tr>
            <TableHead className="bg-card pl-4">Workflow</TableHead>
            <TableHead isNumeric className="bg-card">
              Started
            </TableHead>
            <TableHead isNumeric className="bg-card">
              Tokens
            </TableHead>
            <TableHead isNumeric className="bg-card pr-4">
              Cost
            </TableHead>
          </tr>
        </TableHeader>
        <TableBody>
          {report.dearestRuns.map((run) => (
            <TableRow key={run.runId} className="relative">
              <TableCell className="w-full max-w-0 truncate pl-4">
                <Link
                  href={`/runs/${run.runId}`}
                  className="outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-ring"
                >
                  {run.name}
                </Link>
              </TableCell>
              <TableCell isNumeric className="text-muted-foreground">
                <RelativeTime value={run.createdAt} className="relative" />
              </TableCell>
              <TableCell isNumeric>{formatTokens(measure(run, "tokens"))}</TableCell>
              <TableCell isNumeric className="pr-4">
                {formatCostMicros(run.costMicros)}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </SectionCard>
  );
}
