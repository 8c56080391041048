"use client";

import Link from "next/link";
import { useState } from "react";

import { Button } from "@/components/ui/button";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { isPending } from "@/server/domain/interrupts/interrupt";

import { ApprovalCard } from "./approval-card";
import { OutcomeBadge } from "./card-head";
import { decidedWords } from "./interrupt-words";
import type { InterruptView } from "./types";
import { useMyId } from "./use-my-id";
import { useRunInterrupts } from "./use-run-interrupts";
import { visibleText } from "./visible-text";

/** What a run waits for, or waited for, in a line each; the card opens beside it. */
export function RunApprovals({ runId }: { runId: string }) {
  // What the client does itself is in the trace; there is nothing to decide.
  const interrupts = useRunInterrupts(runId).filter((each) => each.kind !== "frontend_tool");
  const [openId, setOpenId] = useState<string>();
  const open = interrupts.find((each) => each.id === openId);
  if (interrupts.length === 0) return null;
  return (
    <>
      <ul aria-label="Approvals" className="max-h-40 shrink-0 overflow-y-auto border-b border-border">
        {interrupts.map((each) => (
          <Line key={each.id} interrupt={each} onOpen={() => setOpenId(each.id)} />
        ))}
      </ul>
      <Sheet open={open !== undefined} onOpenChange={(isOpen) => (isOpen ? undefined : setOpenId(undefined))}>
        {open ? (
          <SheetContent title="Approval">
            <div className="p-4">
              <ApprovalCard interrupt={open} via="inbox" />
            </div>
          </SheetContent>
        ) : null}
      </Sheet>
    </>
  );
}

function Line({ interrupt, onOpen }: { interrupt: InterruptView; onOpen: () => void }) {
  const myId = useMyId();
  const isOpen = isPending(interrupt.status);
  return (
    <li className={`flex items-center gap-2 px-4 py-1.5 text-sm sm:px-5 ${isOpen ? "bg-waiting-soft" : ""}`}>
      <OutcomeBadge interrupt={interrupt} waitingWord={interrupt.mayDecide ? "Waiting for you" : undefined} />
      <p className="min-w-0 flex-1 truncate">
        <bdi>{visibleText(interrupt.message)}</bdi>{" "}
        {isOpen ? null : <span className="text-muted-foreground">{decidedWords(interrupt, myId)}</span>}
      </p>
      {interrupt.resumeRunId === null ? null : (
        <Link
          href={`/runs/${interrupt.resumeRunId}`}
          className="shrink-0 rounded-sm text-xs text-muted-foreground underline underline-offset-2 hover:text-foreground"
        >
          Goes on in the next run
        </Link>
      )}
      <Button size="sm" onClick={onOpen}>
        {isOpen && interrupt.mayDecide ? "Decide" : "Open"}
      </Button>
    </li>
  );
}
