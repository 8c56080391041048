"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";

import { useTRPC } from "@/components/trpc/client";

import { isUnsettled } from "./is-unsettled";
import type { InterruptView } from "./types";

/** Somebody else may decide, elsewhere, so a question that is open is read again. */
const refreshMs = 3000;
/** What was decided longer ago is in everything that this page has read. */
const newsMs = 60_000;

/**
 * What one run asked, oldest first. When the run goes on, by whomever it was decided, its conversation and its trace are read
 * again, so that they follow the run that continues it; `onResumed` is told which that is.
 */
export function useRunInterrupts(runId: string, onResumed?: (runId: string) => void): InterruptView[] {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(
    trpc.interrupts.ofRun.queryOptions(
      { runId },
      { refetchInterval: ({ state }) => (state.data?.some(isUnsettled) ? refreshMs : false) },
    ),
  );
  const interrupts = query.data?.filter((each) => each.runId === runId) ?? [];
  const resumeRunId = interrupts.find((each) => each.resumeRunId !== null)?.resumeRunId ?? null;
  const isNews = interrupts.some(
    ({ decidedAt, readAt }) => decidedAt !== null && readAt.getTime() - decidedAt.getTime() < newsMs,
  );

  const goOn = useEffectEvent((resumed: string) => {
    onResumed?.(resumed);
    if (!isNews) return;
    void queryClient.invalidateQueries(trpc.sessions.pathFilter());
    void queryClient.invalidateQueries(trpc.runs.list.pathFilter());
  });
  // The cache is outside of React, and so is what follows the run.
  useEffect(() => {
    if (resumeRunId !== null) goOn(resumeRunId);
  }, [resumeRunId]);

  return interrupts;
}
