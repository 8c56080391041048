"use client";

import { Check, Copy, RotateCcw, Square } from "lucide-react";
import Link from "next/link";
import { memo } from "react";

import { TurnApprovals } from "@/components/approvals/turn-approvals";
import { Markdown } from "@/components/markdown/markdown";
import { cn } from "@/components/ui/cn";
import { formatMicros } from "@/components/ui/format";
import { IconButton } from "@/components/ui/icon-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { useCopy } from "@/components/ui/use-copy";
import { isTerminal } from "@/server/domain/run/status";

import { FailureCard } from "./failure-card";
import { ReasoningLine } from "./reasoning-line";
import { StepList } from "./step-list";
import { ToolCard } from "./tool-card";
import { answerText, type Turn } from "./turn";
import type { TurnActions } from "./turn-actions";
import { UserMessage } from "./user-message";
import { VariantSwitch } from "./variant-switch";

interface TurnViewProps {
  turn: Turn;
  isLast: boolean;
  isEditing: boolean;
  /** Nothing in the conversation can change now: it is being answered. */
  isLocked: boolean;
  actions: TurnActions;
}

/** What a person said and what came of it. */
export const TurnView = memo(function TurnView({ turn, isLast, isEditing, isLocked, actions }: TurnViewProps) {
  const isRunning = !isTerminal(turn.status);
  const hasSpoken = turn.messages.some((message) => message.text !== "" || message.toolCalls.length > 0);
  const onRetry = turn.userText === null || isLocked ? undefined : () => actions.regenerate(turn);
  return (
    // The padding leaves room for what stands out at the sides, which is else cut off.
    <div data-slot="turn" className="group/turn -mx-2 space-y-2 px-2 pb-6">
      {turn.userText === null ? null : (
        <UserMessage turn={turn} text={turn.userText} isEditing={isEditing} isLocked={isLocked} actions={actions} />
      )}
      <article aria-label="Assistant" aria-busy={isRunning} className="min-w-0">
        <StepList turn={turn} />
        <ReasoningLine reasonings={turn.reasonings} isThinking={isRunning && !hasSpoken} />
        {turn.messages.map((message, index) => (
          <div key={message.id} className="mb-2 last:mb-0">
            {message.text === "" ? null : (
              <Markdown isStreaming={isRunning && index === turn.messages.length - 1}>{message.text}</Markdown>
            )}
            {message.toolCalls
              // A call that waits for a person has a card of its own below.
              .filter((call) => turn.status !== "waiting" || call.result !== null)
              .map((call) => (
                <ToolCard key={call.id} call={call} isRunning={isRunning} />
              ))}
          </div>
        ))}
        {turn.status === "waiting" && turn.runId !== null ? <TurnApprovals runId={turn.runId} /> : null}
        {turn.status === "failed" ? <FailureCard turn={turn} onRetry={onRetry} /> : null}
        {turn.status === "cancelled" ? <StoppedLine turn={turn} onRetry={onRetry} /> : null}
        {isRunning ? null : <AnswerFooter turn={turn} isLast={isLast} isLocked={isLocked} actions={actions} />}
      </article>
    </div>
  );
});

const quietLink = "rounded-sm underline decoration-neutral-8 underline-offset-2 hover:text-foreground";

function StoppedLine({ turn, onRetry }: { turn: Turn; onRetry: (() => void) | undefined }) {
  return (
    <p className="mt-2 flex items-center gap-1.5 text-sm text-muted-foreground">
      <Square aria-hidden className="size-3 fill-current" />
      Stopped.
      {onRetry ? (
        <button type="button" onClick={onRetry} className={quietLink}>
          Answer again
        </button>
      ) : null}
      {turn.runId === null ? null : (
        <Link href={`/runs/${turn.runId}`} className={quietLink}>
          Open the run
        </Link>
      )}
    </p>
  );
}

/** What can be done with an answer and what it cost; quiet until it is pointed at, except under the last one. */
function AnswerFooter({ turn, isLast, isLocked, actions }: Omit<TurnViewProps, "isEditing">) {
  const { state, copy } = useCopy();
  const text = answerText(turn);
  if (text === "" && turn.answerVariants === null) return null;
  return (
    <footer className="mt-1.5 -ml-1.5 flex h-7 items-center gap-2 text-xs text-faint">
      <VariantSwitch variants={turn.answerVariants} thing="answer" isDisabled={isLocked} onChoose={actions.switchTo} />
      <div
        className={cn(
          "flex items-center gap-2 transition-opacity group-focus-within/turn:opacity-100 group-hover/turn:opacity-100 pointer-coarse:opacity-100",
          !isLast && "opacity-0",
        )}
      >
        <span className="flex items-center">
          {text === "" ? null : (
            <IconButton
              label="Copy answer"
              size="sm"
              tooltip={state === "refused" ? "The browser refused to copy" : undefined}
              onClick={() => void copy(text)}
            >
              {state === "copied" ? <Check aria-hidden className="text-done" /> : <Copy aria-hidden />}
            </IconButton>
          )}
          {turn.userText === null ? null : (
            <IconButton label="Answer again" size="sm" disabled={isLocked} onClick={() => actions.regenerate(turn)}>
              <RotateCcw aria-hidden />
            </IconButton>
          )}
        </span>
        {turn.endedAtMs === null ? null : <RelativeTime value={new Date(turn.endedAtMs)} />}
        {turn.costMicros > 0 ? <span className="figures">{formatMicros(turn.costMicros)}</span> : null}
      </div>
    </footer>
  );
}
