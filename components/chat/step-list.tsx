"use client";

import { ChevronRight, CircleDot } from "lucide-react";
import Link from "next/link";
import { useState } from "react";

import { KindTile } from "@/components/kinds/kind-tile";
import { cn } from "@/components/ui/cn";
import { formatDuration } from "@/components/ui/format";
import { StatusBadge } from "@/components/ui/status-badge";
import { isTerminal } from "@/server/domain/run/status";

import { durationOf, summariseSteps, tellingSteps } from "./step-summary";
import type { StepLine, Turn } from "./turn";

/** How an answer came about: one quiet line that opens into its steps. */
export function StepList({ turn }: { turn: Turn }) {
  const [isOpen, setOpen] = useState(false);
  const isRunning = !isTerminal(turn.status);
  const durationMs = durationOf(turn);
  return (
    <div data-slot="step-list" className="mb-2">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="-ml-1.5 inline-flex min-h-6 max-w-full items-center gap-1.5 rounded-md px-1.5 py-0.5 text-left text-sm text-muted-foreground transition-colors hover:bg-hover hover:text-foreground"
      >
        {isRunning ? <CircleDot aria-hidden className="size-3.5 shrink-0 text-running" /> : null}
        <span className="min-w-0 truncate">{summariseSteps(turn)}</span>
        {durationMs === null ? null : <span className="figures shrink-0 text-faint">{formatDuration(durationMs)}</span>}
        <ChevronRight
          aria-hidden
          className={cn("size-3.5 shrink-0 text-faint transition-transform", isOpen && "rotate-90")}
        />
      </button>
      {isOpen ? <Steps turn={turn} /> : null}
    </div>
  );
}

function Steps({ turn }: { turn: Turn }) {
  return (
    <div className="mt-1.5 mb-3 rounded-lg border border-border bg-card animate-in fade-in-0 duration-150">
      <ol aria-label="Steps" className="divide-y divide-border">
        {tellingSteps(turn.steps).map((step) => (
          <StepRow key={`${step.nodeId} ${step.attempt}`} step={step} />
        ))}
      </ol>
      {turn.runId === null ? null : (
        <p className="border-t border-border px-2.5 py-1.5 text-xs first:border-t-0">
          <Link
            href={`/runs/${turn.runId}`}
            className="text-muted-foreground underline decoration-neutral-8 underline-offset-2 hover:text-foreground"
          >
            Open the run
          </Link>
        </p>
      )}
    </div>
  );
}

function StepRow({ step }: { step: StepLine }) {
  const attempt = step.attempt > 1 ? `attempt ${step.attempt}` : null;
  const remark = [attempt, step.summary].filter((part) => part !== null).join(", ");
  return (
    <li className="px-2.5 py-1.5">
      <div className="flex items-center gap-2">
        <KindTile kind={step.kind} size="sm" />
        <span className="min-w-0 truncate text-sm">{step.title}</span>
        <span className="min-w-0 flex-1 truncate text-xs text-muted-foreground">{remark}</span>
        <StatusBadge status={step.status} variant="quiet" className="shrink-0 text-xs" />
        <span className="figures w-14 shrink-0 text-right text-xs text-muted-foreground">
          {step.durationMs === null ? "" : formatDuration(step.durationMs)}
        </span>
      </div>
      {step.error === null ? null : <p className="mt-1 pl-7 text-xs wrap-anywhere text-failed">{step.error}</p>}
    </li>
  );
}
