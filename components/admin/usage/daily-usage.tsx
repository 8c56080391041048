"use client";

import dynamic from "next/dynamic";
import { useState } from "react";

import { SegmentedControl } from "@/components/ui/segmented-control";
import { Skeleton } from "@/components/ui/skeleton";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";

import { dollars, toCsv } from "./csv";
import { CsvButton } from "./csv-button";
import { formatDay } from "./period";
import { SectionCard } from "./section-card";
import { dailySeries, type DailySeries } from "./series";
import type { Metric, UsageReport } from "./types";
import { formatMeasure, metricNames, seriesColour } from "./words";

// The charts are heavy and need the browser's measures; the rest of the page does not wait for them.
const DailyChart = dynamic(() => import("./daily-chart").then((module) => module.DailyChart), {
  ssr: false,
  loading: () => <Skeleton className="h-60" />,
});

interface DailyUsageProps {
  report: UsageReport;
  metric: Metric;
  onMetric: (metric: Metric) => void;
}

/** Cost or tokens of each day by model: as a chart, as a table, as a file. */
export function DailyUsage({ report, metric, onMetric }: DailyUsageProps) {
  const [view, setView] = useState<"chart" | "table">("chart");
  const series = dailySeries(report.days, report, metric);
  // A line along the bottom, or along the one below it, would say nothing.
  const drawn = series.models.filter((model) => series.days.some((day) => (day.values[model] ?? 0) > 0));
  return (
    <SectionCard
      title={`${metricNames[metric]} by model`}
      actions={
        <>
          <SegmentedControl
            label="Measure"
            value={metric}
            onValueChange={onMetric}
            segments={[
              { value: "cost", label: "Cost" },
              { value: "tokens", label: "Tokens" },
            ]}
          />
          <SegmentedControl
            label="View"
            value={view}
            onValueChange={setView}
            segments={[
              { value: "chart", label: "Chart" },
              { value: "table", label: "Table" },
            ]}
          />
          <CsvButton
            name={`${metric} by model and day`}
            fileName={`signalbox-${metric}-${report.from}-${report.to}.csv`}
            content={() => csvOf(series, metric)}
          />
        </>
      }
    >
      {view === "chart" ? (
        <div className="px-2 pb-3">
          <DailyChart series={{ ...series, models: drawn }} metric={metric} />
          <ul aria-label="Models" className="flex flex-wrap gap-x-4 gap-y-1 px-3 pt-2 text-xs text-muted-foreground">
            {drawn.map((model, index) => (
              <li key={model} className="flex items-center gap-1.5">
                <span aria-hidden className="size-2 rounded-[2px]" style={{ backgroundColor: seriesColour(index) }} />
                {model}
              </li>
            ))}
          </ul>
        </div>
      ) : (
        <DailyTable series={series} metric={metric} />
      )}
    </SectionCard>
  );
}

/** Last day first, without the days on which nothing was called. */
function DailyTable({ series: { models, days }, metric }: { series: DailySeries; metric: Metric }) {
  const used = days.filter((day) => day.total > 0).toReversed();
  return (
    <Table aria-label={`${metricNames[metric]} by model and day`} className="max-h-80 border-t border-border">
      <TableHeader>
        <tr>
          <TableHead className="bg-card">Day</TableHead>
          {models.map((model) => (
            <TableHead key={model} isNumeric className="bg-card">
              {model}
            </TableHead>
          ))}
          <TableHead isNumeric className="bg-card">
            All
          </TableHead>
        </tr>
      </TableHeader>
      <TableBody>
        {used.map((day) => (
          <TableRow key={day.day}>
            <TableCell>{formatDay(day.day)}</TableCell>
            {models.map((model) => (
              <TableCell key={model} isNumeric className="text-muted-foreground">
                {formatMeasure(day.values[model] ?? 0, metric)}
              </TableCell>
            ))}
            <TableCell isNumeric className="font-medium">
              {formatMeasure(day.total, metric)}
            </TableCell>
          </TableRow>
        ))}
        {used.length === 0 ? (
          <TableRow>
            <TableCell colSpan={models.length + 2} className="text-muted-foreground">
              {metric === "cost" ? "Nothing was charged in this period." : "No tokens were used in this period."}
            </TableCell>
          </TableRow>
        ) : null}
      </TableBody>
    </Table>
  );
}

function csvOf({ models, days }: DailySeries, metric: Metric): string {
  const write = (value: number) => (metric === "cost" ? dollars(value) : value);
  const unit = metric === "cost" ? "usd" : "tokens";
  return toCsv(
    ["day", ...models.map((model) => `${model} (${unit})`), `all (${unit})`],
    days.map((day) => [day.day, ...models.map((model) => write(day.values[model] ?? 0)), write(day.total)]),
  );
}
