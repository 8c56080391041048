"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useRunEvents } from "@/components/events/use-event-stream";
import { useTRPC } from "@/components/trpc/client";
import { toast } from "@/components/ui/toast";
import type { Json } from "@/server/domain/json";
import { isActive } from "@/server/domain/run/status";
import { showRunInAddress } from "@/components/editor/address";
import type { Autosave } from "@/components/editor/autosave";
import { useEditor, useEditorStore } from "@/components/editor/store-context";
import { applyRunEvent, beginRun, withRecorded } from "./apply-run-event";

export interface TestRun {
  /** Saves the draft and runs it. Resolves to whether the run was accepted; a refusal has been told to the person. */
  start: (inputs: Record<string, Json>) => Promise<boolean>;
  stop: () => void;
  isStarting: boolean;
  isActive: boolean;
  isStopping: boolean;
}

/**
 * The run under test: it is named in the address, so that a reload shows it again, and followed live. What it does goes into
 * the store, where canvas, inspector and log read it.
 */
export function useTestRun(workflowId: string, autosave: Autosave): TestRun {
  const trpc = useTRPC();
  const store = useEditorStore();
  const runId = useEditor((state) => state.run.runId);
  const active = useEditor((state) => state.run.status !== null && isActive(state.run.status));
  const starting = useMutation(trpc.runs.start.mutationOptions());
  const stopping = useMutation(
    trpc.runs.stop.mutationOptions({
      onError: (error) => toast.failed("The run could not be stopped.", { description: error.message }),
    }),
  );

  // What the stream does not tell is read once the run has ended: nodes passed over, and what was taken over from a run before.
  const status = useEditor((state) => state.run.status);
  const hasEnded = status !== null && !isActive(status);
  const { data: recorded } = useQuery(
    trpc.runs.get.queryOptions({ runId: runId ?? "" }, { enabled: runId !== null && hasEnded }),
  );
  useEffect(() => {
    if (!recorded) return;
    store.updateRun((run) => (run.runId === recorded.id ? withRecorded(run, recorded.nodeRuns) : run));
  }, [store, recorded]);

  useRunEvents(runId, (event) => store.updateRun((run) => applyRunEvent(run, event)));

  return {
    async start(inputs) {
      const saved = await autosave.flush();
      if (saved.status === "failed" || saved.status === "conflict") {
        toast.failed(
          "The draft is not saved, so it was not run.",
          saved.status === "failed" ? { description: saved.message } : {},
        );
        return false;
      }
      try {
        const accepted = await starting.mutateAsync({ workflowId, inputs });
        store.updateRun(() => beginRun(accepted.runId));
        store.updateSession({ drawerTab: "run-log" });
        showRunInAddress(accepted.runId);
        return true;
      } catch (error) {
        toast.failed("The draft was not run.", { description: error instanceof Error ? error.message : String(error) });
        return false;
      }
    },
    stop() {
      if (runId) stopping.mutate({ runId });
    },
    isStarting: starting.isPending,
    isActive: active,
    isStopping: stopping.isPending,
  };
}
