"use client";

import { Check, Copy, Square } from "lucide-react";
import Link from "next/link";
import { memo } from "react";

import { TurnApprovals } from "@/components/approvals/turn-approvals";
import { Markdown } from "@/components/markdown/markdown";
import { formatMicros } from "@/components/ui/format";
import { IconButton } from "@/components/ui/icon-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { useCopy } from "@/components/ui/use-copy";
import { isTerminal } from "@/server/domain/run/status";

import { FailureCard } from "./failure-card";
import { StepList } from "./step-list";
import { ToolCard } from "./tool-card";
import { answerText, type Turn } from "./turn";

interface TurnViewProps {
  turn: Turn;
  /** Sends what this turn's person said once more; absent where that makes no sense. */
  onRetry?: () => void;
}

/** What a person said and what came of it. */
export const TurnView = memo(function TurnView({ turn, onRetry }: TurnViewProps) {
  const isRunning = !isTerminal(turn.status);
  return (
    <div
      data-slot="turn"
      // What is scrolled away is not laid out. The padding leaves room for what stands out at the sides, which is else cut off.
      className="group/turn -mx-2 space-y-5 px-2 [contain-intrinsic-size:auto_240px] [content-visibility:auto]"
    >
      {turn.userText === null ? null : <UserMessage text={turn.userText} />}
      <article aria-label="Assistant" aria-busy={isRunning} className="min-w-0">
        <StepList turn={turn} />
        {turn.messages.map((message, index) => (
          <div key={message.id} className="mb-2 last:mb-0">
            {message.text === "" ? null : (
              <Markdown isStreaming={isRunning && index === turn.messages.length - 1}>{message.text}</Markdown>
            )}
            {message.toolCalls.map((call) => (
              <ToolCard key={call.id} call={call} isRunning={isRunning} />
            ))}
          </div>
        ))}
        {turn.status === "waiting" && turn.runId !== null ? <TurnApprovals runId={turn.runId} /> : null}
        {turn.status === "failed" ? <FailureCard turn={turn} onRetry={onRetry} /> : null}
        {turn.status === "cancelled" ? <StoppedLine turn={turn} onRetry={onRetry} /> : null}
        {isRunning ? null : <AnswerFooter turn={turn} text={answerText(turn)} />}
      </article>
    </div>
  );
});

function UserMessage({ text }: { text: string }) {
  return (
    <article aria-label="You" className="flex justify-end">
      <p
        dir="auto"
        className="max-w-[88%] rounded-lg bg-selected px-3.5 py-2 text-base whitespace-pre-wrap wrap-anywhere"
      >
        {text}
      </p>
    </article>
  );
}

function StoppedLine({ turn, onRetry }: TurnViewProps) {
  return (
    <p className="mt-2 flex items-center gap-1.5 text-sm text-muted-foreground">
      <Square aria-hidden className="size-3 fill-current" />
      Stopped.
      {onRetry ? (
        <button
          type="button"
          onClick={onRetry}
          className="rounded-sm underline decoration-neutral-8 underline-offset-2 hover:text-foreground"
        >
          Send again
        </button>
      ) : null}
      {turn.runId === null ? null : (
        <Link
          href={`/runs/${turn.runId}`}
          className="rounded-sm underline decoration-neutral-8 underline-offset-2 hover:text-foreground"
        >
          Open the run
        </Link>
      )}
    </p>
  );
}

/** What can be done with an answer and what it cost; quiet until it is pointed at, except under the last one. */
function AnswerFooter({ turn, text }: { turn: Turn; text: string }) {
  const { state, copy } = useCopy();
  if (text === "") return null;
  return (
    <footer className="mt-1.5 -ml-1.5 flex h-7 items-center gap-2 text-xs text-faint opacity-0 transition-opacity group-last/turn:opacity-100 group-focus-within/turn:opacity-100 group-hover/turn:opacity-100">
      <IconButton
        label="Copy answer"
        size="sm"
        tooltip={state === "refused" ? "The browser refused to copy" : undefined}
        onClick={() => void copy(text)}
      >
        {state === "copied" ? <Check aria-hidden className="text-done" /> : <Copy aria-hidden />}
      </IconButton>
      {turn.endedAtMs === null ? null : <RelativeTime value={new Date(turn.endedAtMs)} />}
      {turn.costMicros > 0 ? <span className="figures">{formatMicros(turn.costMicros)}</span> : null}
    </footer>
  );
}
