"use client";

import { useEffect, useEffectEvent } from "react";
import type { AGUIEvent } from "@ag-ui/core";

/** Terminal events after which the server ends the stream of a run. */
const terminalTypes: ReadonlySet<string> = new Set(["RUN_FINISHED", "RUN_ERROR"]);

const firstPauseMs = 1000;
const longestPauseMs = 30_000;

/**
 * Follows a run's events from its first, live until it ends. The browser reconnects by itself and names the last event that it
 * has, so every event arrives once and in order. Nothing happens while `runId` is null. `hrefOf` is where the stream is, where it
 * is not the author's own.
 */
export function useRunEvents(
  runId: string | null,
  onEvent: (event: AGUIEvent) => void,
  hrefOf: (runId: string) => string = ownRunHref,
): void {
  const deliver = useEffectEvent(onEvent);
  const href = runId === null ? null : hrefOf(runId);
  // The stream belongs to the server.
  useEffect(() => (href === null ? undefined : follow(href, deliver)), [href]);
}

/** The stream as the run's author sees it. */
function ownRunHref(runId: string): string {
  return `/api/v1/agent/runs/${encodeURIComponent(runId)}/events`;
}

/**
 * A browser gives up on a stream that was answered with an error, as it is while the server starts again. It is then opened
 * anew from the last event that came, after pauses that grow.
 */
function follow(href: string, deliver: (event: AGUIEvent) => void): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pauseMs = firstPauseMs;
  let lastId = "0";

  function open(): void {
    const opened = new EventSource(`${href}?after=${lastId}`);
    source = opened;
    opened.addEventListener("message", (message: MessageEvent<string>) => {
      pauseMs = firstPauseMs;
      if (message.lastEventId !== "") lastId = message.lastEventId;
      // Our own server writes the stream, by the codec whose types these are.
      const event = JSON.parse(message.data) as AGUIEvent;
      if (terminalTypes.has(event.type)) opened.close();
      deliver(event);
    });
    opened.addEventListener("error", () => {
      if (opened.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, pauseMs);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    });
  }

  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
