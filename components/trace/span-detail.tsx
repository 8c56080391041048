"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleX, RotateCcw } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";

import { diffArguments } from "@/components/approvals/argument-rows";
import { ArgumentTable } from "@/components/approvals/argument-table";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { CopyId } from "@/components/ui/copy-id";
import { ErrorState } from "@/components/ui/error-state";
import { formatDuration } from "@/components/ui/format";
import { Skeleton } from "@/components/ui/skeleton";
import { StatusBadge } from "@/components/ui/status-badge";
import { formatCostMicros, formatTokens } from "@/server/domain/usage/format";

import { formatSpanTime } from "./format-span-time";
import { kindName, SpanTile } from "./span-tile";
import { SpanTabs } from "./span-tabs";
import type { TraceEntry } from "./layout";
import type { RunTrace, TraceSpan } from "./types";

interface SpanDetailProps {
  entry: TraceEntry;
  /** Begins a run from a piece; absent while none can be begun. */
  onRunAgain: ((address: string, name: string) => void) | undefined;
  /** What a person had put in the place of what this piece came to. */
  edit: NonNullable<RunTrace["fork"]>["edit"];
  /** Where the whole output of a node is kept when it was too large for its span. */
  artifactId: string | null;
  /** The tab that was last chosen, on whichever span. */
  tab: string | undefined;
  onTab: (tab: string) => void;
}

/** All that is known of one span: what it was given, what came of it, what it took. */
export function SpanDetail({ entry, edit, ...rest }: SpanDetailProps) {
  const { span } = entry;
  const { onRunAgain } = rest;
  const address = span.nodeId;
  return (
    <section aria-label="Span detail" className="flex min-h-full flex-col">
      <div className="flex flex-col gap-3 px-4 pt-3.5 pb-3">
        <div className="flex items-center gap-2.5">
          <SpanTile span={span} size="md" />
          <div className="min-w-0 flex-1">
            <h2 className="truncate text-sm font-semibold" title={span.name}>
              {span.name}
            </h2>
            <p className="truncate text-xs text-muted-foreground">
              {kindName(span)}
              {span.attempt > 1 ? `, attempt ${span.attempt}` : ""}
            </p>
          </div>
          {span.kind === "wait" ? null : <StatusBadge status={span.status} />}
        </div>
        <Figures entry={entry} />
        {span.error ? <SpanError error={span.error} /> : null}
        {onRunAgain && address !== null && span.status !== "skipped" ? (
          <Button size="sm" className="self-start" onClick={() => onRunAgain(address, span.name)}>
            <RotateCcw aria-hidden />
            Run again from here
          </Button>
        ) : null}
      </div>
      {edit && edit.address === span.nodeId && span.keptFrom !== null ? <EditedValue edit={edit} /> : null}
      {span.storedId === null ? (
        <UnstoredSpan span={span} />
      ) : (
        <StoredSpan key={span.id} span={span} spanId={span.storedId} {...rest} />
      )}
    </section>
  );
}

/** Says why there is nothing to show of a row, and where it is. */
function UnstoredSpan({ span }: { span: TraceSpan }) {
  return (
    <p className="px-4 text-sm text-pretty text-muted-foreground">
      {span.kind === "wait"
        ? "The run had ended with a question and used nothing meanwhile. What was asked and decided stands above the timeline."
        : span.keptFrom === null
          ? "No way through the graph led here in this run, so this node was passed over."
          : "This was not executed in this run, which began with its result."}
      {span.keptFrom === null ? null : (
        <>
          {" "}
          <Link
            href={`/runs/${span.keptFrom}?${new URLSearchParams({ span: `${span.keptFrom}:${span.nodeId}:${span.attempt}` })}`}
            className="rounded-sm text-foreground underline decoration-neutral-8 underline-offset-2 hover:decoration-foreground"
          >
            Open the run that executed it
          </Link>
        </>
      )}
    </p>
  );
}

function EditedValue({ edit }: { edit: NonNullable<SpanDetailProps["edit"]> }) {
  return (
    <div className="mx-4 mb-3 rounded-lg border border-border px-3 py-1.5">
      <p className="pb-1 text-xs font-medium">A person changed what it came to</p>
      <ArgumentTable
        label="Before and after"
        rows={diffArguments(edit.before, edit.after).filter((row) => row.isChanged)}
        nothing="Nothing was changed."
      />
    </div>
  );
}

/** What it took. A figure that the span does not have is left out. */
function Figures({ entry: { span, startMs, endMs } }: { entry: TraceEntry }) {
  const figures: [string, string][] = [];
  if (span.waitedMs !== null) figures.push(["Waited", formatDuration(span.waitedMs)]);
  else if (startMs !== null && endMs !== null && span.keptFrom === null) {
    figures.push([span.status === "running" ? "Running for" : "Duration", formatSpanTime(endMs - startMs)]);
    if (span.kind !== "run") figures.push(["Began after", formatDuration(startMs)]);
  }
  if (span.firstTokenMs !== null) figures.push(["First word after", formatDuration(span.firstTokenMs)]);
  if (span.inputTokens + span.outputTokens > 0) {
    figures.push(
      ["Tokens in", formatTokens(span.inputTokens)],
      ["Tokens out", formatTokens(span.outputTokens)],
      ["Cost", formatCostMicros(span.costMicros)],
    );
  }
  if (figures.length === 0) return null;
  return (
    <dl className="flex flex-wrap gap-x-7 gap-y-2">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt className="text-xs text-muted-foreground">{name}</dt>
          <dd className="figures text-sm font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function SpanError({ error }: { error: NonNullable<TraceSpan["error"]> }) {
  return (
    <div
      role="alert"
      className="flex gap-2 rounded-lg border border-failed-line bg-failed-soft px-3 py-2 text-sm text-failed"
    >
      <CircleX aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0">
        <p className="wrap-anywhere">{error.message}</p>
        <p className="mt-0.5 font-mono text-xs">{error.code}</p>
      </div>
    </div>
  );
}

interface StoredSpanProps extends Omit<SpanDetailProps, "entry" | "edit"> {
  span: TraceSpan;
  spanId: string;
}

function StoredSpan({ span, spanId, ...rest }: StoredSpanProps) {
  const { runId } = span;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const filter = { runId, spanId };
  const [readAs, setReadAs] = useState(span.status);
  const detail = useQuery(trpc.runs.span.queryOptions(filter, { staleTime: Infinity }));

  // The cache keeps a span as it was when it was read; its end makes that old.
  useEffect(() => {
    if (readAs === span.status) return;
    setReadAs(span.status);
    void queryClient.invalidateQueries(trpc.runs.span.queryFilter({ runId, spanId }));
  }, [queryClient, trpc, readAs, runId, spanId, span.status]);

  if (detail.isPending) {
    return (
      <div role="status" aria-label="Loading the span" className="flex flex-col gap-3 px-4">
        <Skeleton className="h-7 w-64" />
        <Skeleton className="h-28 rounded-lg" />
      </div>
    );
  }
  if (detail.isError) {
    return (
      <ErrorState
        title="The span could not be loaded."
        message={detail.error.message}
        onRetry={() => void detail.refetch()}
        isRetrying={detail.isFetching}
      />
    );
  }
  return (
    <>
      <SpanTabs span={span} detail={detail.data} {...rest} />
      <footer className="mt-auto px-4 py-3 text-xs text-muted-foreground">
        Span <CopyId id={spanId} noun="span" />
      </footer>
    </>
  );
}
