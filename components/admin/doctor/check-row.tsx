import { CircleCheck, CircleDashed, CircleDot, CircleSlash, CircleX, type LucideIcon, Wrench } from "lucide-react";
import Link from "next/link";

import { cn } from "@/components/ui/cn";
import { formatDuration } from "@/components/ui/format";
import { type CheckKey, type CheckReport, checkWords } from "@/server/domain/doctor/report";

type Look = CheckReport["state"] | "pending";

const looks: Record<Look, { icon: LucideIcon; word: string; text: string }> = {
  pending: { icon: CircleDashed, word: "Not examined", text: "text-faint" },
  running: { icon: CircleDot, word: "Under way", text: "text-running" },
  ok: { icon: CircleCheck, word: "Well", text: "text-done" },
  problem: { icon: CircleX, word: "Problem", text: "text-failed" },
  skipped: { icon: CircleSlash, word: "Left out", text: "text-muted-foreground" },
};

/** One part of the installation: what is asked, how far it is, what was found and what to do. */
export function CheckRow({ check, report }: { check: CheckKey; report: CheckReport | undefined }) {
  const { name, question } = checkWords[check];
  const { icon: Icon, word, text } = looks[report?.state ?? "pending"];
  return (
    <li className="flex gap-3 px-4 py-3" data-check={check} data-state={report?.state ?? "pending"}>
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", text)} />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <h2 className="text-sm font-medium">{name}</h2>
          <span className={cn("text-xs", text)}>{word}</span>
          {report?.durationMs === undefined ? null : (
            <span className="figures ml-auto shrink-0 text-xs text-muted-foreground">
              {formatDuration(report.durationMs)}
            </span>
          )}
        </div>
        <p className="mt-0.5 text-sm text-pretty text-muted-foreground">{question}</p>
        {report ? <Findings report={report} /> : null}
      </div>
    </li>
  );
}

function Findings({ report: { state, stages, progress, sentence, advice, runId } }: { report: CheckReport }) {
  return (
    <>
      {stages.length > 0 ? (
        <ol className="mt-2 flex flex-col gap-1 border-l border-border pl-3 text-xs text-muted-foreground">
          {stages.map((stage, index) => (
            <li key={index} className="wrap-anywhere">
              {stage}
            </li>
          ))}
        </ol>
      ) : null}
      {progress && state === "running" ? <Progress {...progress} /> : null}
      {sentence ? <p className="mt-1.5 text-sm wrap-anywhere">{sentence}</p> : null}
      {advice ? (
        <p className="mt-2 flex gap-2 rounded-md border border-failed-line bg-failed-soft px-3 py-2 text-sm">
          <Wrench aria-hidden className="mt-0.5 size-3.5 shrink-0 text-failed" />
          <span className="min-w-0 wrap-anywhere">{advice}</span>
        </p>
      ) : null}
      {runId ? (
        <Link
          href={`/runs/${runId}`}
          className="mt-1.5 inline-block rounded-sm text-xs text-muted-foreground underline underline-offset-2 hover:text-foreground"
        >
          Open the run
        </Link>
      ) : null}
    </>
  );
}

function Progress({ done, total }: { done: number; total: number }) {
  return (
    <div className="mt-2 flex items-center gap-3">
      <div
        role="progressbar"
        aria-label="Steps done"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        className="h-1.5 flex-1 overflow-hidden rounded-full bg-muted"
      >
        <div className="h-full rounded-full bg-running-solid" style={{ width: `${(done / total) * 100}%` }} />
      </div>
      <span className="figures shrink-0 text-xs text-muted-foreground">
        {done} of {total} steps
      </span>
    </div>
  );
}
