"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { CircleX } from "lucide-react";

import { RunApprovals } from "@/components/approvals/run-approvals";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { Sheet, SheetContent } from "@/components/ui/sheet";

import { documentNodeIdOf } from "@/server/domain/run/address";
import { isActive } from "@/server/domain/run/status";

import { ForkDialog } from "./fork/fork-dialog";
import { joinSegments } from "./join-segments";
import { layOut } from "./layout";
import { mapOf } from "./map-geometry";
import { firstSpanToShow, readTrace, skippedSpanId } from "./read-trace";
import { RunFacts } from "./run-facts";
import { RunHeader } from "./run-header";
import { RunLineage } from "./run-lineage";
import { RunMap } from "./run-map";
import { RunSkeleton } from "./run-skeleton";
import { SpanDetail } from "./span-detail";
import type { RunTrace } from "./types";
import { useMediaQuery } from "./use-media-query";
import { useRun, useServerNow } from "./use-run";
import { Waterfall } from "./waterfall";

/** One run: what it did as a timeline and as a graph, and the detail of the span named in the address (`?span=`). */
export function RunPage({ runId }: { runId: string }) {
  const { query, isLive } = useRun(runId);
  if (query.data) return <RunView run={query.data} receivedAtMs={query.dataUpdatedAt} isLive={isLive} />;
  if (query.isPending) return <RunSkeleton />;
  return (
    <>
      <PageHeader crumbs={[{ label: "Runs", href: "/runs" }, { label: "Run" }]} />
      <ErrorState
        title="The run could not be loaded."
        message={query.error.message}
        onRetry={() => void query.refetch()}
        isRetrying={query.isFetching}
      />
    </>
  );
}

interface RunViewProps {
  run: RunTrace;
  receivedAtMs: number;
  isLive: boolean;
}

function RunView({ run, receivedAtMs, isLive }: RunViewProps) {
  const nowMs = useServerNow(run, receivedAtMs, isLive);
  const named = useSearchParams().get("span") ?? undefined;
  const [tab, setTab] = useState<string>();
  const [forkPoint, setForkPoint] = useState<{ address: string; name: string }>();
  const isWide = useMediaQuery("(min-width: 1024px)", true);

  const { spans, shiftMs } = useMemo(() => joinSegments(readTrace(run), run), [run]);
  const trace = useMemo(() => layOut(spans, nowMs - shiftMs), [spans, shiftMs, nowMs]);
  const graph = useMemo(() => mapOf(run.dsl, run.nodeRuns), [run]);
  const first = useMemo(() => firstSpanToShow(spans), [spans]);

  // A sheet opens only when it is asked for; beside the timeline there is always something to show.
  const selectedId = named ?? (isWide ? first : undefined);
  const selected = selectedId === undefined ? undefined : trace.entries[trace.indexOf.get(selectedId) ?? -1];
  const select = useCallback((spanId: string | undefined) => showSpanInAddress(spanId), []);
  const selectNode = (nodeId: string) => {
    const last = spans.findLast((span) => span.kind === "node" && documentNodeIdOf(span.nodeId ?? "") === nodeId);
    select(last?.id ?? skippedSpanId(nodeId));
  };
  const artifactId =
    selected?.span.kind === "node"
      ? (run.nodeRuns.find(
          ({ runId, nodeId, attempt }) =>
            runId === selected.span.runId && nodeId === selected.span.nodeId && attempt === selected.span.attempt,
        )?.outputArtifactId ?? null)
      : null;
  const runAgain = isActive(run.status)
    ? undefined
    : (address: string, name: string) => setForkPoint({ address, name });
  const span = selected?.span;
  const address = span && span.status !== "skipped" ? span.nodeId : null;
  const detail = selected ? (
    <SpanDetail
      entry={selected}
      artifactId={artifactId}
      tab={tab}
      onTab={setTab}
      onRunAgain={runAgain}
      edit={run.fork?.edit ?? null}
    />
  ) : null;

  return (
    <>
      <RunHeader run={run} />
      <RunFacts run={run} nowMs={nowMs} />
      <RunLineage run={run} />
      {run.segments.map((segment) =>
        segment.status === "waiting" ? <RunApprovals key={segment.id} runId={segment.id} /> : null,
      )}
      {run.error ? <RunError error={run.error} onShow={first === undefined ? undefined : () => select(first)} /> : null}
      <div className="flex min-h-0 flex-1">
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <div className="h-29 shrink-0 border-b border-border sm:h-34">
            <RunMap
              graph={graph}
              selectedNodeId={span?.nodeId ? documentNodeIdOf(span.nodeId) : undefined}
              onSelect={selectNode}
              room={isWide ? "wide" : "narrow"}
            />
          </div>
          <Waterfall
            trace={trace}
            selectedId={selectedId}
            onSelect={select}
            onRunAgain={runAgain && span && address !== null ? () => runAgain(address, span.name) : undefined}
          />
        </div>
        {isWide ? (
          <aside className="hidden w-[37%] max-w-140 min-w-90 shrink-0 overflow-y-auto border-l border-border lg:block">
            {detail}
          </aside>
        ) : null}
      </div>
      {isWide ? null : (
        <Sheet open={detail !== null} onOpenChange={(isOpen) => (isOpen ? undefined : select(undefined))}>
          <SheetContent title="Span" side="bottom" className="h-[85dvh]">
            {detail}
          </SheetContent>
        </Sheet>
      )}
      {forkPoint ? (
        <ForkDialog key={forkPoint.address} runId={run.id} {...forkPoint} onClose={() => setForkPoint(undefined)} />
      ) : null}
    </>
  );
}

function RunError({ error, onShow }: { error: NonNullable<RunTrace["error"]>; onShow: (() => void) | undefined }) {
  return (
    <div
      role="alert"
      className="flex shrink-0 items-start gap-2 border-b border-failed-line bg-failed-soft px-4 py-2 text-sm text-failed sm:px-5"
    >
      <CircleX aria-hidden className="mt-0.5 size-4 shrink-0" />
      <p className="min-w-0 flex-1 wrap-anywhere">
        {error.message} <span className="font-mono text-xs">{error.code}</span>
      </p>
      {onShow ? (
        <button type="button" className="shrink-0 rounded-sm font-medium underline underline-offset-2" onClick={onShow}>
          Show where
        </button>
      ) : null}
    </div>
  );
}

/** The native history is used, which Next follows, because a navigation would load the page's data again. */
function showSpanInAddress(spanId: string | undefined): void {
  const url = new URL(window.location.href);
  if (spanId === undefined) url.searchParams.delete("span");
  else url.searchParams.set("span", spanId);
  window.history.replaceState(null, "", url);
}
