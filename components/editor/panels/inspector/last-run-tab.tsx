"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, type ReactNode } from "react";
import { useTRPC } from "@/components/trpc/client";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { StatusBadge } from "@/components/ui/status-badge";
import type { Json } from "@/server/domain/json";
import { formatCostMicros, formatTokens } from "@/server/domain/usage/format";
import { formatDuration } from "@/components/editor/run/format-duration";
import { shownAddress } from "@/components/editor/run/item-words";
import { useEditor } from "@/components/editor/store-context";
import { ItemPicker } from "./item-picker";

/** What the node was given and what it made of it in the run under test. */
export function LastRunTab({ nodeId }: { nodeId: string }) {
  const trpc = useTRPC();
  const runId = useEditor((state) => state.run.runId);
  const summed = useEditor(({ run }) => run.nodes[nodeId]);
  const address = useEditor(({ run, session }) => shownAddress(run, nodeId, session.shownFrame));
  const ofItem = useEditor(({ run }) => run.items[nodeId]?.[address]);
  const state = ofItem ?? summed;
  const runStatus = useEditor(({ run }) => run.status);
  const isShown = runId !== null && state !== undefined;
  const query = useQuery(trpc.runs.get.queryOptions({ runId: runId ?? "" }, { enabled: isShown }));
  const queryClient = useQueryClient();

  // The query cache holds the run as it was when it was read; a step of the live stream makes that old.
  useEffect(() => {
    if (runId !== null) void queryClient.invalidateQueries(trpc.runs.get.queryFilter({ runId }));
  }, [queryClient, trpc, runId, state?.status, state?.attempt, runStatus]);

  if (!runId || !state) {
    return (
      <p className="p-3 text-sm text-muted-foreground">
        {runId ? "This node was not reached in the last run." : "Test the draft to see what this node does."}
      </p>
    );
  }
  if (query.isPending) return <Skeleton className="m-3 h-24" />;
  if (query.isError)
    return (
      <ErrorState
        title="The run could not be loaded."
        message={query.error.message}
        onRetry={() => void query.refetch()}
      />
    );

  const node = query.data.nodeRuns.findLast((each) => each.nodeId === address);
  const facts: [string, string][] = [
    ["Time", state.durationMs === undefined ? "" : formatDuration(state.durationMs)],
    ["Cost", state.costMicros ? formatCostMicros(state.costMicros) : ""],
    [
      "Tokens",
      node && node.inputTokens + node.outputTokens > 0
        ? `${formatTokens(node.inputTokens)} in, ${formatTokens(node.outputTokens)} out`
        : "",
    ],
    ["Attempt", state.attempt > 1 ? String(state.attempt) : ""],
    ["Way out", node?.port && node.port !== "next" ? node.port : ""],
  ];
  return (
    <div className="flex flex-col gap-4 p-3">
      {ofItem ? <ItemPicker nodeId={nodeId} address={address} /> : null}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <StatusBadge status={state.status} />
        {facts
          .filter(([, value]) => value !== "")
          .map(([label, value]) => (
            <span key={label} className="figures text-xs text-muted-foreground">
              {label} <span className="text-foreground">{value}</span>
            </span>
          ))}
      </div>
      {state.error ? <p className="text-sm text-failed">{state.error.message}</p> : null}
      {node ? (
        <>
          {node.outputText ? (
            <Block title="Text">
              <p className="text-sm whitespace-pre-wrap wrap-anywhere">{node.outputText}</p>
            </Block>
          ) : null}
          <JsonBlock title="Output" value={node.outputJson} />
          <JsonBlock title="Input" value={node.input} />
        </>
      ) : null}
    </div>
  );
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1 text-xs text-muted-foreground">{title}</h3>
      <div className="max-h-80 overflow-auto rounded-md border border-border bg-sunken p-2">{children}</div>
    </section>
  );
}

function JsonBlock({ title, value }: { title: string; value: Json }) {
  if (value === null) return null;
  return (
    <Block title={title}>
      <pre className="font-mono text-xs whitespace-pre-wrap wrap-anywhere">{JSON.stringify(value, null, 2)}</pre>
    </Block>
  );
}
