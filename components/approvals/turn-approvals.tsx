"use client";

import { ApprovalCard } from "./approval-card";
import { useRunInterrupts } from "./use-run-interrupts";

/** What an answer waits for, or waited for: a card for each call and form, where the conversation stopped. */
export function TurnApprovals({ runId }: { runId: string }) {
  const interrupts = useRunInterrupts(runId);
  if (interrupts.length === 0) return null;
  return (
    <div className="my-3 flex flex-col gap-3">
      {interrupts.map((interrupt) => (
        <ApprovalCard key={interrupt.id} interrupt={interrupt} via="chat" />
      ))}
    </div>
  );
}
