import { UserRoundCheck } from "lucide-react";
import type { ReactNode } from "react";

import { formatMicros } from "@/components/ui/format";

import { approverNames, expiryWords } from "./interrupt-words";
import type { InterruptView } from "./types";

/** Who may decide, what has been spent so far, and what happens if nobody does. */
export function CardFacts({ interrupt, myId }: { interrupt: InterruptView; myId: string | undefined }) {
  const names = approverNames(interrupt, myId);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted-foreground">
      <p className="inline-flex items-center gap-1.5">
        <UserRoundCheck aria-hidden className="size-3.5 shrink-0" />
        {interrupt.mayDecide ? `${names} may decide.` : `Not yours to decide: ${names} may.`}
      </p>
      <p className="figures">{formatMicros(interrupt.costMicros)} spent so far</p>
      {interrupt.expiresAt === null ? null : <p>{expiryWords(interrupt)}</p>}
    </div>
  );
}

/** Why an answer was not taken, where the answer was given. */
export function Refusal({ message }: { message: string | undefined }) {
  if (message === undefined) return null;
  return (
    <p
      role="alert"
      className="rounded-md border border-failed-line bg-failed-soft px-3 py-2 text-sm wrap-anywhere text-failed"
    >
      {message}
    </p>
  );
}

/**
 * What can be done. In the inbox it is always in sight, for a card may be longer than the window; elsewhere, where there may be
 * little room, it must not cover what is decided.
 */
export function CardActions({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <div
      role="group"
      aria-label={label ?? "Decision"}
      className="bottom-0 -mx-4 -mb-4 flex flex-wrap gap-2 rounded-b-lg bg-card px-4 pt-2 pb-4 group-data-[via=inbox]/card:sticky"
    >
      {children}
    </div>
  );
}
