"use client";

import Link from "next/link";
import { Button } from "@/components/ui/button";
import { StatusBadge } from "@/components/ui/status-badge";
import { frameOf } from "@/server/domain/run/address";
import { isTerminal } from "@/server/domain/run/status";
import { formatCostMicros } from "@/server/domain/usage/format";
import { showRunInAddress } from "@/components/editor/address";
import type { CanvasActions } from "@/components/editor/canvas/canvas-actions";
import { WaitingRun } from "@/components/editor/run/waiting-run";
import { answerOf, idleRun } from "@/components/editor/run/run-view";
import { wordsOfItem } from "@/components/editor/run/item-words";
import { formatDuration } from "@/components/editor/run/format-duration";
import { useEditor, useEditorStore } from "@/components/editor/store-context";

/** An iteration of a thousand items has many steps; the newest are shown. */
const mostSteps = 300;

/** The steps of the run under test as they happen, and the answer as it streams. */
export function RunLogTab({ actions }: { actions: CanvasActions }) {
  const run = useEditor((state) => state.run);
  const store = useEditorStore();
  const hidden = Math.max(0, run.log.length - mostSteps);
  const clear = () => {
    store.updateRun(() => idleRun);
    showRunInAddress(null);
  };
  if (!run.runId)
    return <p className="px-3 py-4 text-sm text-muted-foreground">Test the draft to see its steps here.</p>;
  return (
    <div className="grid min-h-0 gap-x-6 gap-y-3 p-3 md:grid-cols-2">
      <div>
        <div className="mb-1.5 flex items-center gap-3">
          {run.status ? <StatusBadge status={run.status} /> : null}
          <Link
            href={`/runs/${run.runId}`}
            className="text-xs text-muted-foreground underline-offset-2 hover:text-foreground hover:underline"
          >
            Open the run
          </Link>
          {run.status && isTerminal(run.status) ? (
            <Button size="sm" variant="ghost" className="ml-auto" onClick={clear}>
              Clear
            </Button>
          ) : null}
        </div>
        <ol aria-label="Steps" className="flex flex-col">
          {hidden > 0 ? (
            <li className="px-1 py-0.5 text-xs text-muted-foreground">{hidden} earlier steps are in the run itself.</li>
          ) : null}
          {run.log.slice(hidden).map((entry) => (
            <li key={entry.key}>
              <button
                type="button"
                className="flex w-full items-center gap-2 rounded-sm px-1 py-0.5 text-left text-sm hover:bg-hover"
                onClick={() => {
                  if (entry.nodeId === undefined) return;
                  if (entry.address !== undefined) store.updateSession({ shownFrame: frameOf(entry.address) });
                  actions.focus({ nodeId: entry.nodeId });
                }}
              >
                <StatusBadge status={entry.status} variant="quiet" className="w-24 shrink-0 text-xs" />
                <span className="min-w-0 flex-1 truncate">
                  {entry.title}
                  <ItemOf address={entry.address} />
                  {entry.detail ? <span className="text-muted-foreground"> {entry.detail}</span> : null}
                </span>
                <span className="figures shrink-0 text-xs text-muted-foreground">
                  {[
                    entry.costMicros ? formatCostMicros(entry.costMicros) : "",
                    entry.durationMs === undefined ? "" : formatDuration(entry.durationMs),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </button>
            </li>
          ))}
        </ol>
        {run.error ? <p className="mt-2 px-1 text-sm text-failed">{run.error.message}</p> : null}
      </div>
      <div>
        {run.status === "waiting" ? <WaitingRun runId={run.runId} /> : null}
        <h3 className="mb-1.5 text-xs text-muted-foreground">Answer</h3>
        <p role="log" aria-label="Answer" className="text-base whitespace-pre-wrap wrap-anywhere">
          {answerOf(run) || <span className="text-sm text-muted-foreground">Nothing has been said yet.</span>}
        </p>
      </div>
    </div>
  );
}

/** For which item of the containers around it a step was taken. */
function ItemOf({ address }: { address: string | undefined }) {
  const words = useEditor((state) => (address === undefined ? "" : wordsOfItem(state.graph, address)));
  return words === "" ? null : <span className="text-muted-foreground"> {words}</span>;
}
