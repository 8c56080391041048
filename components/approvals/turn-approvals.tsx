"use client";

import { MonitorSmartphone } from "lucide-react";

import { isPending } from "@/server/domain/interrupts/interrupt";

import { ApprovalCard } from "./approval-card";
import { argumentRows } from "./argument-rows";
import { ArgumentTable } from "./argument-table";
import { outcomeOf } from "./interrupt-words";
import { PlainText } from "./plain-text";
import type { InterruptView } from "./types";
import { useRunInterrupts } from "./use-run-interrupts";

/**
 * What an answer waits for, or waited for: a card for each call and form, where the conversation stopped. `onResumed` is told of
 * the run that goes on from there, once it is known.
 */
export function TurnApprovals({ runId, onResumed }: { runId: string; onResumed?: (runId: string) => void }) {
  const interrupts = useRunInterrupts(runId, onResumed);
  if (interrupts.length === 0) return null;
  return (
    <div className="my-3 flex flex-col gap-3">
      {interrupts.map((interrupt) =>
        interrupt.kind === "frontend_tool" ? (
          <ClientCall key={interrupt.id} interrupt={interrupt} />
        ) : (
          <ApprovalCard key={interrupt.id} interrupt={interrupt} via="chat" />
        ),
      )}
    </div>
  );
}

/** A call that the program which asked carries out itself. No person can answer it. */
function ClientCall({ interrupt }: { interrupt: InterruptView }) {
  const { toolName, status, proposal, inputSchema, decision } = interrupt;
  return (
    <details className="rounded-lg border border-border bg-card text-sm">
      <summary className="flex items-center gap-2 rounded-lg px-2.5 py-2 hover:bg-hover">
        <MonitorSmartphone aria-hidden className="size-3.5 shrink-0 text-muted-foreground" />
        <span className="min-w-0 flex-1 font-mono text-xs font-medium">
          <PlainText text={toolName ?? "A call"} />
        </span>
        <span className="text-xs text-muted-foreground">
          {isPending(status) ? "Waits for the client" : outcomeOf(interrupt).word}
        </span>
      </summary>
      <div className="flex flex-col gap-2 border-t border-border p-2.5">
        <ArgumentTable label="Arguments" rows={argumentRows(proposal, inputSchema)} nothing="Without arguments." />
        {decision?.type === "result" ? <PlainText text={decision.content} className="font-mono text-xs" /> : null}
      </div>
    </details>
  );
}
