"use client";

import { ArrowDown } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { flushSync } from "react-dom";

import { Button } from "@/components/ui/button";
import { isTerminal } from "@/server/domain/run/status";

import { TurnView } from "./turn-view";
import type { Turn } from "./turn";
import { useStickToBottom } from "./use-stick-to-bottom";

/** How many turns are shown at first and with each press of "Show earlier messages". */
const pageSize = 20;

interface MessageListProps {
  turns: readonly Turn[];
  onRetry: (text: string) => void;
}

/** The conversation, its end in view. Typing stays quick while an answer streams: the words may come a moment later. */
export function MessageList({ turns: latest, onRetry }: MessageListProps) {
  const turns = useDeferredValue(latest);
  const { scrollerRef, contentRef, isAtEnd, jumpToEnd } = useStickToBottom(turns.length);
  const [shownCount, setShownCount] = useState(pageSize);
  const hidden = Math.max(0, turns.length - shownCount);
  const last = turns.at(-1);
  const lastText = last?.userText ?? null;

  /** Puts earlier turns above what is in view, which stays where it is. */
  function showEarlier(): void {
    const scroller = scrollerRef.current;
    const heightBelow = scroller ? scroller.scrollHeight - scroller.scrollTop : 0;
    flushSync(() => setShownCount(shownCount + pageSize));
    if (scroller) scroller.scrollTop = scroller.scrollHeight - heightBelow;
  }

  return (
    <div className="relative min-h-0 flex-1">
      <section
        ref={scrollerRef}
        aria-label="Messages"
        // A scrolling region must take focus so that arrow keys can move it.
        tabIndex={0}
        className="h-full overflow-y-auto overscroll-contain focus-visible:outline-offset-[-2px]"
      >
        <div ref={contentRef} className="mx-auto max-w-180 space-y-6 px-4 pt-6 pb-8">
          {hidden > 0 ? (
            <div className="text-center">
              <Button size="sm" onClick={showEarlier}>
                Show earlier messages
              </Button>
            </div>
          ) : null}
          {turns.slice(hidden).map((turn, index) => (
            <TurnView
              key={turn.runId ?? "sending"}
              turn={turn}
              onRetry={hidden + index === turns.length - 1 && lastText !== null ? () => onRetry(lastText) : undefined}
            />
          ))}
        </div>
      </section>
      {isAtEnd ? null : (
        <Button
          onClick={jumpToEnd}
          size="sm"
          className="absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full bg-popover shadow-float"
        >
          <ArrowDown aria-hidden />
          Jump to latest
        </Button>
      )}
      <p role="status" className="sr-only">
        {last && announcement(last)}
      </p>
    </div>
  );
}

/** Said once when an answer begins and once when it ends; the words themselves would be read out piece by piece. */
function announcement(turn: Turn): string {
  if (!isTerminal(turn.status)) return "Answering";
  if (turn.status === "completed") return "The answer is complete";
  return turn.status === "cancelled" ? "The answer was stopped" : "The answer failed";
}
