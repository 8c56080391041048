"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import { type ReactNode, useDeferredValue, useEffect, useEffectEvent } from "react";

import { Button } from "@/components/ui/button";
import { isTerminal } from "@/server/domain/run/status";

import type { Turn } from "./turn";
import { useStickToBottom } from "./use-stick-to-bottom";

/** About what a turn takes, in pixels, before it is measured; and how many beyond the window are drawn. */
const usualHeight = 260;
const overscan = 6;
/** What is taken for the window on the server, which has none. */
const usualWindow = { width: 720, height: 900 };

interface MessageListProps {
  turns: readonly Turn[];
  /** Draws one of them; as a memoised component, so that a row is drawn anew only when its turn changes. */
  renderTurn: (turn: Turn, place: { isLast: boolean }) => ReactNode;
  /** Comes into view when it changes: the turn whose message is being written anew. */
  heldRunId?: string | null;
}

/**
 * The conversation, its end in view. Only the turns around the window are in the page, so that thousands cost no more than a
 * few. Typing stays quick while an answer streams: the words may come a moment later.
 */
export function MessageList({ turns: latest, renderTurn, heldRunId = null }: MessageListProps) {
  const turns = useDeferredValue(latest);
  const last = turns.at(-1);
  const { scrollerRef, contentRef, isAtEnd, jumpToEnd } = useStickToBottom(last?.runId === null);
  // Its functions are never handed on, so nothing below can go stale.
  // oxlint-disable-next-line react/incompatible-library
  const rows = useVirtualizer({
    count: turns.length,
    getScrollElement: () => scrollerRef.current,
    estimateSize: () => usualHeight,
    getItemKey: (index) => turns[index]?.runId ?? "sending",
    overscan,
    initialRect: usualWindow,
    initialOffset: () => turns.length * usualHeight,
  });
  const shown = rows.getVirtualItems();
  const hold = useEffectEvent((runId: string) => {
    const index = turns.findIndex((turn) => turn.runId === runId);
    if (index !== -1) rows.scrollToIndex(index, { align: "auto" });
  });
  // The place where the page is scrolled to belongs to the browser.
  useEffect(() => {
    if (heldRunId !== null) hold(heldRunId);
  }, [heldRunId]);

  return (
    <div className="relative min-h-0 flex-1">
      <section
        ref={scrollerRef}
        aria-label="Messages"
        // A scrolling region must take focus so that arrow keys can move it.
        tabIndex={0}
        className="h-full overflow-y-auto overscroll-contain [overflow-anchor:none] focus-visible:outline-offset-[-2px]"
      >
        <div ref={contentRef} className="mx-auto max-w-180 px-4 pt-6 pb-2">
          <div style={{ height: shown[0]?.start ?? 0 }} />
          {shown.map(({ key, index }) => {
            const turn = turns[index];
            return turn ? (
              <div key={key} ref={rows.measureElement} data-index={index}>
                {renderTurn(turn, { isLast: index === turns.length - 1 })}
              </div>
            ) : null;
          })}
          <div style={{ height: rows.getTotalSize() - (shown.at(-1)?.end ?? 0) }} />
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
  if (turn.status === "waiting") return "The answer waits for a decision";
  return turn.status === "cancelled" ? "The answer was stopped" : "The answer failed";
}
