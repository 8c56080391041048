import { CircleX, Hourglass, Square } from "lucide-react";
import { memo } from "react";

import type { Turn } from "@/components/chat/turn";
import { Markdown } from "@/components/markdown/markdown";
import { Spinner } from "@/components/ui/spinner";
import { isTerminal } from "@/server/domain/run/status";

/** What a visitor said and what came of it; nothing of how it came about. */
export const SharedTurn = memo(function SharedTurn({ turn }: { turn: Turn }) {
  const isRunning = !isTerminal(turn.status);
  const words = turn.messages.filter((message) => message.text !== "");
  return (
    <div data-slot="turn" className="space-y-5 pb-7">
      {turn.userText === null ? null : (
        <article aria-label="You" className="flex justify-end">
          <p
            dir="auto"
            className="max-w-[88%] rounded-lg bg-selected px-3.5 py-2 text-base whitespace-pre-wrap wrap-anywhere"
          >
            {turn.userText}
          </p>
        </article>
      )}
      <article aria-label="Assistant" aria-busy={isRunning} className="min-w-0">
        {words.map((message, index) => (
          <div key={message.id} className="mb-2 last:mb-0">
            <Markdown isStreaming={isRunning && index === words.length - 1}>{message.text}</Markdown>
          </div>
        ))}
        {isRunning && words.length === 0 ? (
          <p className="flex items-center gap-2 text-sm text-muted-foreground">
            <Spinner />
            Working on it
          </p>
        ) : null}
        <Ending turn={turn} />
      </article>
    </div>
  );
});

function Ending({ turn }: { turn: Turn }) {
  if (turn.status === "failed") {
    return (
      <p role="alert" className="mt-2 flex gap-2 rounded-lg border border-failed-line bg-failed-soft p-3 text-sm">
        <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />
        {turn.error?.message ?? "The answer could not be finished."}
      </p>
    );
  }
  if (turn.status === "waiting") {
    return (
      <p className="mt-2 flex items-center gap-2 rounded-lg border border-waiting-line bg-waiting-soft p-3 text-sm">
        <Hourglass aria-hidden className="size-4 shrink-0 text-waiting" />
        The answer waits for a person who must agree first. It goes on here afterwards.
      </p>
    );
  }
  if (turn.status === "cancelled") {
    return (
      <p className="mt-2 flex items-center gap-1.5 text-sm text-muted-foreground">
        <Square aria-hidden className="size-3 fill-current" />
        Stopped.
      </p>
    );
  }
  return null;
}
