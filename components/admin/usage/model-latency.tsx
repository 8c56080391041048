import { formatDuration, formatNumber } from "@/components/ui/format";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { formatCostMicros, formatTokens } from "@/server/domain/usage/format";

import { dollars, toCsv } from "./csv";
import { CsvButton } from "./csv-button";
import { SectionCard } from "./section-card";
import { measure } from "./series";
import type { UsageReport } from "./types";

/** How quick the models were, and what they were used for. */
export function ModelLatency({ report }: { report: UsageReport }) {
  const slowest = Math.max(1, ...report.byModel.map((model) => model.p95LatencyMs));
  return (
    <SectionCard
      title="Latency by model"
      actions={
        <CsvButton
          name="latency by model"
          fileName={`signalbox-models-${report.from}-${report.to}.csv`}
          content={() =>
            toCsv(
              [
                "model",
                "provider",
                "calls",
                "median first word (ms)",
                "median (ms)",
                "95th percentile (ms)",
                "cost (usd)",
                "input tokens",
                "output tokens",
              ],
              report.byModel.map((model) => [
                model.model,
                model.provider,
                model.calls,
                model.p50FirstTokenMs,
                model.p50LatencyMs,
                model.p95LatencyMs,
                dollars(model.costMicros),
                model.inputTokens,
                model.outputTokens,
              ]),
            )
          }
        />
      }
    >
      <Table aria-label="Latency by model" className="border-t border-border">
        <TableHeader>
          <tr>
            <TableHead className="bg-card pl-4">Model</TableHead>
            <TableHead isNumeric className="bg-card max-sm:hidden">
              Calls
            </TableHead>
            <TableHead isNumeric className="bg-card max-sm:hidden">
              First word
            </TableHead>
            <TableHead isNumeric className="bg-card">
              Median
            </TableHead>
            <TableHead isNumeric className="bg-card">
              95 of 100
            </TableHead>
            <TableHead className="w-40 bg-card max-md:hidden">
              <span className="sr-only">Median and 95th percentile as a line</span>
            </TableHead>
            <TableHead isNumeric className="bg-card max-sm:hidden">
              Tokens
            </TableHead>
            <TableHead isNumeric className="bg-card pr-4">
              Cost
            </TableHead>
          </tr>
        </TableHeader>
        <TableBody>
          {report.byModel.map((model) => (
            <TableRow key={`${model.provider} ${model.model}`}>
              <TableCell className="pl-4">
                {model.model} <span className="text-muted-foreground max-sm:hidden">{model.provider}</span>
              </TableCell>
              <TableCell isNumeric className="max-sm:hidden">
                {formatNumber(model.calls)}
              </TableCell>
              <TableCell isNumeric className="max-sm:hidden">
                {model.p50FirstTokenMs === null ? "" : formatDuration(model.p50FirstTokenMs)}
              </TableCell>
              <TableCell isNumeric>{formatDuration(model.p50LatencyMs)}</TableCell>
              <TableCell isNumeric>{formatDuration(model.p95LatencyMs)}</TableCell>
              <TableCell className="max-md:hidden">
                <LatencyLine model={model} slowest={slowest} />
              </TableCell>
              <TableCell isNumeric className="max-sm:hidden">
                {formatTokens(measure(model, "tokens"))}
              </TableCell>
              <TableCell isNumeric className="pr-4">
                {formatCostMicros(model.costMicros)}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </SectionCard>
  );
}

/** From nothing to the median dark, on to the 95th percentile light. */
function LatencyLine({ model, slowest }: { model: UsageReport["byModel"][number]; slowest: number }) {
  return (
    <div aria-hidden className="relative h-1.5 rounded-full bg-muted">
      <div
        className="absolute inset-y-0 left-0 rounded-full bg-neutral-7"
        style={{ width: `${(model.p95LatencyMs / slowest) * 100}%` }}
      />
      <div
        className="absolute inset-y-0 left-0 rounded-full bg-neutral-9"
        style={{ width: `${(model.p50LatencyMs / slowest) * 100}%` }}
      />
    </div>
  );
}
