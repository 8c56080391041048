"use client";

import { type RefObject, useState } from "react";

import { RelativeTime } from "@/components/ui/relative-time";
import { isJsonObject } from "@/server/domain/json";

import { ArgumentEditor } from "./argument-editor";
import { argumentRows } from "./argument-rows";
import { ArgumentTable } from "./argument-table";
import { CardActions, CardFacts, Refusal } from "./card-facts";
import { useRemaining } from "./countdown";
import { KeyButton } from "./key-button";
import { RejectPanel } from "./reject-panel";
import type { InterruptView } from "./types";
import { useCardKeys } from "./use-card-keys";
import type { useDecide } from "./use-decide";

interface PendingCallProps {
  interrupt: InterruptView;
  myId: string | undefined;
  deciding: ReturnType<typeof useDecide>;
  card: RefObject<HTMLElement | null>;
  keys: "card" | "page";
}

/** A call that waits: approve it, change it first, or say why not. A call that was cut off is made again or left. */
export function PendingCall({ interrupt, myId, deciding, card, keys }: PendingCallProps) {
  const [mode, setMode] = useState<"view" | "edit" | "reject">("view");
  const { decide, isDeciding, refusal } = deciding;
  const remainingMs = useRemaining(interrupt);
  const canDecide = interrupt.mayDecide && !isDeciding && (remainingMs === undefined || remainingMs > 0);
  const isUncertain = interrupt.kind === "uncertain_call";
  const canEdit = !isUncertain && isJsonObject(interrupt.proposal);

  const approve = () => decide({ status: "resolved", payload: { approved: true } });
  useCardKeys(
    card,
    keys,
    canDecide && mode === "view"
      ? { a: approve, r: () => setMode("reject"), ...(canEdit ? { e: () => setMode("edit") } : {}) }
      : {},
  );

  const leave = () => {
    setMode("view");
    // The control that had the focus is gone; the card keeps the keys.
    card.current?.focus();
  };

  if (mode === "edit" && isJsonObject(interrupt.proposal)) {
    return (
      <>
        <ArgumentEditor
          proposal={interrupt.proposal}
          schema={interrupt.inputSchema}
          canSend={canDecide}
          isSending={isDeciding}
          onApprove={(editedArgs) =>
            decide({ status: "resolved", payload: { approved: true, ...(editedArgs ? { editedArgs } : {}) } })
          }
          onCancel={leave}
        />
        <Refusal message={refusal} />
      </>
    );
  }
  return (
    <>
      {isUncertain ? (
        <p className="text-pretty text-muted-foreground">
          This was sent and broke off; that was noticed <RelativeTime value={interrupt.createdAt} />. Calling again may
          do it twice.
        </p>
      ) : null}
      <ArgumentTable
        label={isUncertain ? "What was sent" : "Arguments"}
        rows={argumentRows(interrupt.proposal, interrupt.inputSchema)}
        nothing="The call has no arguments."
      />
      <CardFacts interrupt={interrupt} myId={myId} />
      <Refusal message={refusal} />
      {!interrupt.mayDecide ? null : mode === "reject" ? (
        <RejectPanel
          isUncertain={isUncertain}
          canSend={canDecide}
          isSending={isDeciding}
          onReject={(reason) =>
            decide({ status: "resolved", payload: { approved: false, ...(reason === "" ? {} : { reason }) } })
          }
          onCancel={leave}
        />
      ) : (
        <CardActions>
          <KeyButton letter="A" variant="primary" disabled={!canDecide} isBusy={isDeciding} onClick={approve}>
            {isUncertain ? "Call again" : "Approve"}
          </KeyButton>
          {canEdit ? (
            <KeyButton letter="E" disabled={!canDecide} onClick={() => setMode("edit")}>
              Edit
            </KeyButton>
          ) : null}
          <KeyButton letter="R" disabled={!canDecide} onClick={() => setMode("reject")}>
            {isUncertain ? "Do not call again" : "Reject"}
          </KeyButton>
        </CardActions>
      )}
    </>
  );
}
