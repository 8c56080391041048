"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChartNoAxesColumn, Info } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useState, useSyncExternalStore } from "react";

import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { useNow } from "@/components/ui/clock";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageBody, PageHeader } from "@/components/ui/page-header";

import { AppUsage } from "./app-usage";
import { DailyUsage } from "./daily-usage";
import { DearestRuns } from "./dearest-runs";
import { Figures } from "./figures";
import { ModelLatency } from "./model-latency";
import { dayIn, type Period, type PeriodChoice, periodHref, readPeriod, resolvePeriod } from "./period";
import { PeriodFilter } from "./period-filter";
import type { Metric, UsageReport } from "./types";
import { UsageSkeleton } from "./usage-skeleton";

/** What was used and what it cost. The period lives in the address; days are those of the reader's time zone. */
export function UsagePage() {
  const choice = readPeriod(useSearchParams());
  const timeZone = useTimeZone();
  const now = useNow();
  const today = timeZone === undefined || now === undefined ? undefined : dayIn(timeZone, now);
  return (
    <>
      <PageHeader crumbs={[{ label: "Usage" }]} />
      <PageBody>
        {timeZone === undefined || today === undefined ? (
          <UsageSkeleton hasFilter />
        ) : (
          <div className="mx-auto flex max-w-300 flex-col gap-4">
            <Results choice={choice} period={resolvePeriod(choice, today)} today={today} timeZone={timeZone} />
          </div>
        )}
      </PageBody>
    </>
  );
}

interface ResultsProps {
  choice: PeriodChoice;
  period: Period;
  today: string;
  timeZone: string;
}

function Results({ choice, period, today, timeZone }: ResultsProps) {
  const report = useQuery(
    useTRPC().usage.report.queryOptions({ ...period, timeZone }, { placeholderData: keepPreviousData }),
  );
  return (
    <>
      <PeriodFilter
        choice={choice}
        period={period}
        today={today}
        onChange={(next) => window.history.replaceState(null, "", periodHref(next))}
      />
      {report.isPending ? <UsageSkeleton /> : null}
      {report.isError ? (
        <ErrorState
          title="The usage could not be loaded."
          message={report.error.message}
          onRetry={() => void report.refetch()}
          isRetrying={report.isFetching}
        />
      ) : null}
      {report.isSuccess ? <Report report={report.data} /> : null}
    </>
  );
}

function Report({ report }: { report: UsageReport }) {
  const isCharged = report.totals.costMicros > 0;
  const [chosen, setChosen] = useState<Metric>();
  // Where nothing is charged, as with the offline model, tokens tell more than a flat line.
  const metric = chosen ?? (isCharged ? "cost" : "tokens");
  if (report.totals.calls === 0) return <NothingUsed />;
  return (
    <>
      <Figures report={report} />
      <Notes report={report} />
      <DailyUsage report={report} metric={metric} onMetric={setChosen} />
      <ModelLatency report={report} />
      <div className="grid gap-4 lg:grid-cols-2 lg:items-start">
        <AppUsage report={report} metric={metric} />
        <DearestRuns report={report} />
      </div>
    </>
  );
}

/** What the figures can not know. */
function Notes({ report }: { report: UsageReport }) {
  const notes = [
    report.unpricedCalls > 0
      ? `${calls(report.unpricedCalls)} to models whose price is not known ${report.unpricedCalls === 1 ? "counts" : "count"} as $0.00.`
      : "",
    report.estimatedCalls > 0
      ? `The tokens of ${calls(report.estimatedCalls)} are estimates: the provider did not report them, or its answer was cut off.`
      : "",
  ].filter(Boolean);
  if (notes.length === 0) return null;
  return (
    <p role="note" className="flex items-start gap-2 text-xs text-muted-foreground">
      <Info aria-hidden className="mt-px size-3.5 shrink-0" />
      {notes.join(" ")}
    </p>
  );
}

function calls(count: number): string {
  return count === 1 ? "1 call" : `${count.toLocaleString("en-US")} calls`;
}

function NothingUsed() {
  return (
    <EmptyState
      icon={<ChartNoAxesColumn aria-hidden />}
      title="No model was called in this period"
      description="Every call of a model is booked here with its tokens, its cost and its time. Ask an app something, or choose a longer period."
      actions={
        <>
          <Button asChild variant="primary">
            <Link href="/chat">Ask an app</Link>
          </Button>
          <Button asChild>
            <Link href="/workflows">Test a workflow</Link>
          </Button>
        </>
      }
    />
  );
}

const never = () => () => undefined;

/** The reader's time zone; `undefined` on the server, which does not know it. */
function useTimeZone(): string | undefined {
  return useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => undefined,
  );
}
