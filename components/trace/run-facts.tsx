import Link from "next/link";
import type { ReactNode } from "react";

import { runDurationMs, sourceName, versionName } from "@/components/runs/run-words";
import { CopyId } from "@/components/ui/copy-id";
import { formatDuration } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import { workflowHref } from "@/components/workflows/workflow-href";
import { isRuntimeWorkflowId } from "@/server/domain/runtime-config/runtime-workflow";
import { formatCostMicros, formatTokens } from "@/server/domain/usage/format";

import type { RunTrace } from "./types";

const linkClasses = "rounded-sm underline decoration-neutral-8 underline-offset-2 hover:decoration-foreground";

/** What the run took, what ran and where it came from, in one line that wraps. */
export function RunFacts({ run, nowMs }: { run: RunTrace; nowMs: number }) {
  const worked = run.segments.flatMap((segment) => runDurationMs(segment, nowMs) ?? []);
  const durationMs = worked.length === 0 ? undefined : worked.reduce((sum, ms) => sum + ms, 0);
  const waitedMs = waitedBetween(run.segments);
  const isConversation = run.source !== "editor";
  const facts: [string, ReactNode][] = [
    ["Duration", durationMs === undefined ? "not begun" : formatDuration(durationMs)],
    ...(waitedMs === undefined ? [] : [["Waited", formatDuration(waitedMs)] satisfies [string, ReactNode]]),
    [
      "Tokens",
      run.inputTokens + run.outputTokens === 0
        ? "none"
        : `${formatTokens(run.inputTokens)} in, ${formatTokens(run.outputTokens)} out`,
    ],
    ["Cost", formatCostMicros(run.costMicros)],
    ["Started", <RelativeTime key="started" value={run.startedAt ?? run.createdAt} />],
    [
      "Workflow",
      <Link key="workflow" href={workflowHref(run.workflow.id, run.version)} className={linkClasses}>
        {isRuntimeWorkflowId(run.workflow.id) ? "Configured agents" : versionName(run.version)}
      </Link>,
    ],
    [
      "Source",
      isConversation ? (
        <Link key="source" href={`/chat/${run.sessionId}`} className={linkClasses} title="Open the conversation">
          {sourceName(run.source)}
        </Link>
      ) : (
        sourceName(run.source)
      ),
    ],
    ["Run", <CopyId key="run" id={run.id} noun="run" />],
  ];
  return (
    <dl className="flex shrink-0 flex-wrap items-center gap-x-6 gap-y-1 border-b border-border px-4 py-2 sm:px-5">
      {facts.map(([name, value]) => (
        <div key={name} className="flex items-baseline gap-1.5">
          <dt className="text-xs text-muted-foreground">{name}</dt>
          <dd className="figures text-sm font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How long the run stood still for people, between its segments. */
function waitedBetween(segments: RunTrace["segments"]): number | undefined {
  if (segments.length < 2) return undefined;
  return segments.slice(1).reduce((sum, segment, index) => {
    const endedAt = segments[index]?.endedAt;
    return sum + (endedAt ? Math.max(0, (segment.startedAt ?? segment.createdAt).getTime() - endedAt.getTime()) : 0);
  }, 0);
}
