"use client";

import { useState } from "react";

import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";

import { CardActions } from "./card-facts";

/** As long as the server takes. */
const longestReason = 4000;

interface RejectPanelProps {
  isUncertain: boolean;
  canSend: boolean;
  isSending: boolean;
  onReject: (reason: string) => void;
  onCancel: () => void;
}

/** Asks why before it says no: the model goes on from the reason. */
export function RejectPanel({ isUncertain, canSend, isSending, onReject, onCancel }: RejectPanelProps) {
  const [reason, setReason] = useState("");
  return (
    <form
      aria-label={isUncertain ? "Do not call again" : "Reject"}
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (canSend) onReject(reason.trim());
      }}
    >
      <Field
        label="Reason"
        help={
          isUncertain
            ? "Optional. The run goes on as after a failed call, and the reason stays in the record."
            : "Optional. The model reads it as the result of its call, so say what it should do instead."
        }
      >
        {(control) => (
          <Textarea
            {...control}
            // The field appears because somebody has asked for it.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            dir="auto"
            className="max-h-48"
            maxLength={longestReason}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Escape") {
                // It closes this field and nothing around it.
                event.stopPropagation();
                onCancel();
              }
              if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) event.currentTarget.form?.requestSubmit();
            }}
          />
        )}
      </Field>
      <CardActions>
        <Button type="submit" variant="danger" disabled={!canSend} isBusy={isSending}>
          {isUncertain ? "Do not call again" : "Reject"}
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
      </CardActions>
    </form>
  );
}
