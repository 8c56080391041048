"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import { useTRPC } from "@/components/trpc/client";
import { isUnsettled } from "./is-unsettled";
import type { InterruptView } from "./types";

/** Somebody else may decide, elsewhere, so a question that is open is read again. */
const refreshMs = 3000;

/**
 * What one run asked, oldest first. When a decision that was made elsewhere lets the run go on, its conversation and its trace
 * are read again, so that they follow the run that continues it.
 */
export function useRunInterrupts(runId: string): InterruptView[] {
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
  const seen = useRef<string | null>(undefined);

  // The cache is outside of React. What was known from the beginning is no news.
  useEffect(() => {
    if (query.data === undefined) return;
    const before = seen.current;
    seen.current = resumeRunId;
    if (before === undefined || before === resumeRunId) return;
    void queryClient.invalidateQueries(trpc.sessions.pathFilter());
    void queryClient.invalidateQueries(trpc.runs.pathFilter());
  }, [query.data, resumeRunId, queryClient, trpc]);

  return interrupts;
}
