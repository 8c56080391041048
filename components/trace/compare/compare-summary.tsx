import Link from "next/link";

import { versionName } from "@/components/runs/run-words";
import { formatDuration } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { formatCostMicros, formatTokens } from "@/server/domain/usage/format";

import { ValueView } from "../value-view";
import { changeOf } from "./compare-words";
import type { ComparedRun } from "./types";

/** The two runs as wholes: outcome, time, tokens, money, and what each came to. B's figures say how far they are from A's. */
export function CompareSummary({ left, right }: { left: ComparedRun; right: ComparedRun }) {
  return (
    <div className="grid gap-3 md:grid-cols-2">
      <Side letter="A" run={left} />
      <Side letter="B" run={right} than={left} />
    </div>
  );
}

function Side({ letter, run, than }: { letter: string; run: ComparedRun; than?: ComparedRun }) {
  const tokens = run.inputTokens + run.outputTokens;
  const figures: [name: string, value: string, change: string][] = [
    [
      "Duration",
      run.durationMs === null ? "not ended" : formatDuration(run.durationMs),
      changeOf(than?.durationMs, run.durationMs, formatDuration),
    ],
    ["Tokens", formatTokens(tokens), changeOf(than && than.inputTokens + than.outputTokens, tokens, formatTokens)],
    ["Cost", formatCostMicros(run.costMicros), changeOf(than?.costMicros, run.costMicros, formatCostMicros)],
    ["Version", versionName(run.version), ""],
  ];
  return (
    <section
      aria-label={`Run ${letter}`}
      className="flex min-w-0 flex-col gap-3 rounded-lg border border-border bg-card p-3.5"
    >
      <div className="flex items-center gap-2">
        <span
          aria-hidden
          className="grid size-5 shrink-0 place-items-center rounded-sm bg-selected text-xs font-semibold text-muted-foreground"
        >
          {letter}
        </span>
        <Link
          href={`/runs/${run.id}`}
          className="min-w-0 truncate rounded-sm text-sm font-semibold underline decoration-neutral-8 underline-offset-2 hover:decoration-foreground"
        >
          {run.workflow.name}
        </Link>
        <StatusBadge status={run.status} />
        <span className="ml-auto shrink-0 text-xs text-muted-foreground">
          <RelativeTime value={run.createdAt} />
        </span>
      </div>
      <dl className="flex flex-wrap gap-x-7 gap-y-2">
        {figures.map(([name, value, change]) => (
          <div key={name}>
            <dt className="text-xs text-muted-foreground">{name}</dt>
            <dd className="figures text-sm font-medium">
              {value} {change ? <span className="font-normal text-muted-foreground">{change}</span> : null}
            </dd>
          </div>
        ))}
      </dl>
      {run.error ? <p className="text-sm wrap-anywhere text-failed">{run.error.message}</p> : null}
      <div className="max-h-64 overflow-y-auto">
        <ValueView value={run.result} name="result" nothing="It named no result." />
      </div>
    </section>
  );
}
