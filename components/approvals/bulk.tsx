"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";

import { argumentRows } from "./argument-rows";
import { ArgumentTable } from "./argument-table";
import { Refusal } from "./card-facts";
import { summarize } from "./bulk-summary";
import { PlainText } from "./plain-text";
import type { InterruptView } from "./types";
import { visibleText } from "./visible-text";

interface BulkBarProps {
  chosen: readonly InterruptView[];
  onClear: () => void;
}

/** What can be done with the chosen ones, after a look at all of them. */
export function BulkBar({ chosen, onClear }: BulkBarProps) {
  const [intent, setIntent] = useState<"approve" | "reject">();
  return (
    <div
      role="region"
      aria-label="Chosen approvals"
      className="flex items-center gap-2 border-b border-border bg-sunken px-4 py-2 sm:px-5"
    >
      <p className="figures flex-1 text-sm">{chosen.length} chosen</p>
      <Button size="sm" variant="ghost" onClick={onClear}>
        Clear
      </Button>
      <Button size="sm" onClick={() => setIntent("reject")}>
        Reject all
      </Button>
      <Button size="sm" onClick={() => setIntent("approve")}>
        Approve all
      </Button>
      {intent ? (
        <BulkDialog intent={intent} chosen={chosen} onClose={() => setIntent(undefined)} onDone={onClear} />
      ) : null}
    </div>
  );
}

interface BulkDialogProps {
  intent: "approve" | "reject";
  chosen: readonly InterruptView[];
  onClose: () => void;
  onDone: () => void;
}

/** Lists each call as it will be made, with its arguments, before many are decided at once. */
function BulkDialog({ intent, chosen, onClose, onDone }: BulkDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [reason, setReason] = useState("");
  const isApproval = intent === "approve";
  const calls = chosen.length === 1 ? "1 call" : `${chosen.length} calls`;
  const mutation = useMutation(
    trpc.interrupts.decideMany.mutationOptions({
      onSuccess: (outcomes) => {
        const { title, description, isClean } = summarize(outcomes, isApproval);
        if (isClean) toast.done(title);
        else toast.note(title, { description });
        onClose();
        onDone();
      },
      onSettled: () =>
        Promise.all(
          [trpc.interrupts.pathFilter(), trpc.runs.pathFilter(), trpc.sessions.pathFilter()].map((filter) =>
            queryClient.invalidateQueries(filter),
          ),
        ),
    }),
  );
  return (
    <Dialog open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <DialogContent
        title={isApproval ? `Approve ${calls}?` : `Reject ${calls}?`}
        description={
          isApproval
            ? "Each of these is called at once, with these arguments. That can not be taken back."
            : "None of these is called, and each model is told so."
        }
        footer={
          <>
            <DialogClose asChild>
              <Button variant="ghost">Cancel</Button>
            </DialogClose>
            <Button
              variant={isApproval ? "primary" : "danger"}
              isBusy={mutation.isPending}
              onClick={() =>
                mutation.mutate({
                  ids: chosen.map((each) => each.id),
                  approved: isApproval,
                  ...(isApproval || reason.trim() === "" ? {} : { reason: reason.trim() }),
                })
              }
            >
              {isApproval ? `Approve ${calls}` : `Reject ${calls}`}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-3">
          {isApproval ? null : (
            <Field label="Reason" help="Optional. Every model reads it as the result of its call.">
              {(control) => (
                <Textarea
                  {...control}
                  dir="auto"
                  maxLength={4000}
                  className="max-h-40"
                  value={reason}
                  onChange={(event) => setReason(event.target.value)}
                />
              )}
            </Field>
          )}
          <ul aria-label="What is decided" className="flex flex-col gap-2">
            {chosen.map((each) => (
              <li key={each.id} className="rounded-md border border-border px-3 py-2">
                <p className="font-medium">
                  <PlainText text={each.message} />
                </p>
                <p className="mb-1 font-mono text-xs wrap-anywhere text-muted-foreground">
                  {[each.toolName, each.method, each.host]
                    .filter((part) => part !== null)
                    .map(visibleText)
                    .join(" · ")}
                </p>
                <ArgumentTable
                  label={`Arguments of ${each.message}`}
                  rows={argumentRows(each.proposal, each.inputSchema)}
                  nothing="Without arguments."
                />
              </li>
            ))}
          </ul>
          <Refusal message={mutation.error?.message} />
        </div>
      </DialogContent>
    </Dialog>
  );
}
