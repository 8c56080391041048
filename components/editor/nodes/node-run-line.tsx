"use client";

import { StatusBadge } from "@/components/ui/status-badge";
import { formatCostMicros } from "@/server/domain/usage/format";
import { formatDuration } from "@/components/editor/run/format-duration";
import { countOfItems, itemWords } from "@/components/editor/run/item-counts";
import { useEditor } from "@/components/editor/store-context";

/** What the node did in the run under test: state, time and money, over how many items, and the sentence of its error. */
export function NodeRunLine({ nodeId }: { nodeId: string }) {
  const run = useEditor((state) => state.run.nodes[nodeId]);
  const total = useEditor((state) => countOfItems(state.run, nodeId));
  if (!run || run.status === "pending") return null;
  const facts = [
    ...itemWords(run, total),
    run.attempt > 1 ? `attempt ${run.attempt}` : "",
    run.durationMs === undefined || run.status === "waiting" ? "" : formatDuration(run.durationMs),
    run.costMicros ? formatCostMicros(run.costMicros) : "",
  ].filter(Boolean);
  return (
    <div className="flex flex-col gap-0.5">
      <div className="flex items-center gap-1.5">
        <StatusBadge status={run.status} variant="quiet" className="text-xs" />
        <span className="figures truncate text-xs text-muted-foreground">{facts.join(" · ")}</span>
      </div>
      {run.error ? <p className="line-clamp-2 text-xs text-failed">{run.error.message}</p> : null}
    </div>
  );
}
