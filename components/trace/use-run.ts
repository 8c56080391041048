"use client";

import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import type { AGUIEvent } from "@ag-ui/core";
import { useEffect, useRef, useState } from "react";

import { useRunEvents } from "@/components/events/use-event-stream";
import { useTRPC } from "@/components/trpc/client";
import { isActive } from "@/server/domain/run/status";

import type { RunTrace } from "./types";

/** At most this often is a run read again while its events come in. */
const leastRefreshMs = 500;
/** And this often when none come, should the stream be cut. */
const fallbackRefreshMs = 5000;
const tickMs = 500;

/** Pieces of a text change nothing that the timeline shows. */
const quietEvents: ReadonlySet<string> = new Set([
  "TEXT_MESSAGE_CONTENT",
  "TOOL_CALL_ARGS",
] satisfies `${AGUIEvent["type"]}`[]);

type RunQuery = UseQueryResult<RunTrace, { message: string }>;

/** A run, and while it is under way its progress: every step that the stream tells of makes it be read again. */
export function useRun(runId: string): { query: RunQuery; isLive: boolean } {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(
    trpc.runs.trace.queryOptions(
      { runId },
      // One that waits goes on in a run of its own when somebody decides, here or elsewhere.
      {
        refetchInterval: ({ state }) =>
          state.data && (isActive(state.data.status) || state.data.status === "waiting") ? fallbackRefreshMs : false,
      },
    ),
  );
  const isLive = query.data !== undefined && isActive(query.data.status);
  const refresh = useThrottle(
    () => void queryClient.invalidateQueries(trpc.runs.trace.queryFilter({ runId })),
    leastRefreshMs,
  );
  useRunEvents(isLive ? (query.data?.id ?? runId) : null, (event) => {
    if (!quietEvents.has(event.type)) refresh();
  });
  return { query, isLive };
}

/** Calls at once, then at most once in `intervalMs`, so that a call follows the last request too. */
function useThrottle(action: () => void, intervalMs: number): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const lastCallAt = useRef(0);

  // The timer belongs to the browser and must not outlive the page.
  useEffect(() => () => clearTimeout(timer.current), []);

  return () => {
    if (timer.current !== undefined) return;
    timer.current = setTimeout(
      () => {
        timer.current = undefined;
        lastCallAt.current = Date.now();
        action();
      },
      Math.max(0, lastCallAt.current + intervalMs - Date.now()),
    );
  };
}

/**
 * The time by the server's clock, epoch milliseconds: when the run was read, and what has passed since while it is under way.
 * The browser's own clock may be wrong, so only its differences are used.
 */
export function useServerNow(run: Pick<RunTrace, "readAt"> | undefined, receivedAtMs: number, isLive: boolean): number {
  const [localNow, setLocalNow] = useState<number>();

  // A clock that ticks as long as bars grow.
  useEffect(() => {
    if (!isLive) return undefined;
    const timer = setInterval(() => setLocalNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, [isLive]);

  const passedMs = isLive && localNow !== undefined ? Math.max(0, localNow - receivedAtMs) : 0;
  return (run?.readAt.getTime() ?? 0) + passedMs;
}
