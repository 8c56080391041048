"use client";

import { useEffect, useEffectEvent } from "react";
import type { AGUIEvent } from "@ag-ui/core";

/** Terminal events after which the server ends the stream of a run. */
const terminalTypes: ReadonlySet<string> = new Set(["RUN_FINISHED", "RUN_ERROR"]);

/**
 * Follows a run's events from its first, live until it ends. The browser reconnects by itself and names the last event that it
 * has, so every event arrives once and in order. Nothing happens while `runId` is null.
 */
export function useRunEvents(runId: string | null, onEvent: (event: AGUIEvent) => void): void {
  const deliver = useEffectEvent(onEvent);
  useEffect(() => {
    if (runId === null) return;
    const source = new EventSource(`/api/v1/agent/runs/${encodeURIComponent(runId)}/events`);
    source.addEventListener("message", (message: MessageEvent<string>) => {
      // Our own server writes the stream, by the codec whose types these are.
      const event = JSON.parse(message.data) as AGUIEvent;
      if (terminalTypes.has(event.type)) source.close();
      deliver(event);
    });
    return () => source.close();
  }, [runId]);
}
