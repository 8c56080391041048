"use client";

import { useRef, type ReactNode } from "react";

import { cn } from "@/components/ui/cn";
import { isPending } from "@/server/domain/interrupts/interrupt";

import { CardHead } from "./card-head";
import { DecisionRecord } from "./decision-record";
import { outcomeOf } from "./interrupt-words";
import { PendingCall } from "./pending-call";
import { PendingForm } from "./pending-form";
import type { InterruptView } from "./types";
import { useDecide } from "./use-decide";
import { useMyId } from "./use-my-id";

interface ApprovalCardProps {
  interrupt: InterruptView;
  /** From where a decision is made; it becomes part of the record. */
  via: "chat" | "inbox";
  /** Whether A, E and R work only in the card or on the whole page. */
  keys?: "card" | "page";
  /** Where the question comes from, for places that do not show it themselves. */
  context?: ReactNode;
}

/**
 * A question to a person, and after the decision its record. Whatever a model, a tool or a caller wrote is shown as plain text:
 * this is where somebody decides what really happens, and nothing in it may look like anything else.
 */
export function ApprovalCard({ interrupt, via, keys = "card", context }: ApprovalCardProps) {
  const card = useRef<HTMLElement>(null);
  const myId = useMyId();
  const deciding = useDecide(interrupt.id, via);
  const isOpen = isPending(interrupt.status);
  const isMine = isOpen && interrupt.mayDecide;
  return (
    <article
      ref={card}
      data-slot="approval-card"
      data-status={interrupt.status}
      data-via={via}
      aria-label={`${outcomeOf(interrupt).word}: ${interrupt.message}`}
      // The keys of the card work while it has the focus, so it takes it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={cn(
        "group/card relative rounded-lg border bg-card text-sm",
        isOpen ? "border-waiting-line" : "border-border",
        isMine && "pl-1",
      )}
    >
      {isMine ? <span aria-hidden className="absolute inset-y-0 left-0 w-1 rounded-l-lg bg-waiting-solid" /> : null}
      <div className="flex flex-col gap-3 p-4">
        <CardHead interrupt={interrupt} myId={myId} context={context} />
        {!isOpen ? (
          <DecisionRecord interrupt={interrupt} myId={myId} wasDecidedBefore={deciding.wasDecidedBefore} />
        ) : interrupt.kind === "form" ? (
          <PendingForm key={interrupt.id} interrupt={interrupt} myId={myId} deciding={deciding} />
        ) : (
          <PendingCall
            key={interrupt.id}
            interrupt={interrupt}
            myId={myId}
            deciding={deciding}
            card={card}
            keys={keys}
          />
        )}
      </div>
    </article>
  );
}
