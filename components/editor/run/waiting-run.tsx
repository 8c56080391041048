"use client";

import { TurnApprovals } from "@/components/approvals/turn-approvals";
import { showRunInAddress } from "@/components/editor/address";
import { useEditorStore } from "@/components/editor/store-context";
import { continueRun } from "./apply-run-event";

/** What the run under test waits for. When it was decided, the editor follows the run that goes on. */
export function WaitingRun({ runId }: { runId: string }) {
  const store = useEditorStore();
  return (
    <TurnApprovals
      runId={runId}
      onResumed={(resumedId) => {
        store.updateRun((run) => (run.runId === runId ? continueRun(run, resumedId) : run));
        showRunInAddress(resumedId);
      }}
    />
  );
}
