import Link from "next/link";

import { formatNumber } from "@/components/ui/format";
import { workflowHref } from "@/components/workflows/workflow-href";

import { dollars, toCsv } from "./csv";
import { CsvButton } from "./csv-button";
import { SectionCard } from "./section-card";
import { measure } from "./series";
import type { Metric, UsageReport } from "./types";
import { formatMeasure } from "./words";

/** Who used it: one bar for each workflow. */
export function AppUsage({ report, metric }: { report: UsageReport; metric: Metric }) {
  const apps = report.byApp.toSorted((a, b) => measure(b, metric) - measure(a, metric));
  const largest = Math.max(1, ...apps.map((app) => measure(app, metric)));
  return (
    <SectionCard
      title="By workflow"
      actions={
        <CsvButton
          name="usage by workflow"
          fileName={`signalbox-workflows-${report.from}-${report.to}.csv`}
          content={() =>
            toCsv(
              ["workflow", "cost (usd)", "input tokens", "output tokens", "calls", "runs"],
              apps.map((app) => [
                app.name,
                dollars(app.costMicros),
                app.inputTokens,
                app.outputTokens,
                app.calls,
                app.runs,
              ]),
            )
          }
        />
      }
    >
      <ul className="flex flex-col gap-3 px-4 pb-4">
        {apps.map((app) => (
          <li key={app.workflowId}>
            <div className="flex items-baseline justify-between gap-3">
              <Link href={workflowHref(app.workflowId)} className="min-w-0 truncate rounded-sm hover:underline">
                {app.name}
              </Link>
              <span className="figures shrink-0">
                <span className="mr-2 text-xs text-muted-foreground">
                  {app.runs === 1 ? "1 run" : `${formatNumber(app.runs)} runs`}
                </span>
                {formatMeasure(measure(app, metric), metric)}
              </span>
            </div>
            <div aria-hidden className="mt-1 h-1.5 rounded-full bg-muted">
              <div
                className="h-full min-w-0.5 rounded-full bg-neutral-9"
                style={{ width: `${(measure(app, metric) / largest) * 100}%` }}
              />
            </div>
          </li>
        ))}
      </ul>
    </SectionCard>
  );
}
