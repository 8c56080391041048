"use client";

import { useState } from "react";

import { Button } from "@/components/ui/button";
import { isJsonObject, type JsonObject } from "@/server/domain/json";

import { CardActions, CardFacts, Refusal } from "./card-facts";
import { useRemaining } from "./countdown";
import { withDefaults } from "./form-schema";
import { fieldsOf } from "./schema-shape";
import { ShapeFields } from "./shape-fields";
import type { InterruptView } from "./types";
import type { useDecide } from "./use-decide";
import { useDraft } from "./use-draft";
import { visibleText } from "./visible-text";

interface PendingFormProps {
  interrupt: InterruptView;
  myId: string | undefined;
  deciding: ReturnType<typeof useDecide>;
}

/** What a workflow asks a person: fields to fill in, and a button for each way on. */
export function PendingForm({ interrupt, myId, deciding }: PendingFormProps) {
  const { decide, isDeciding, refusal } = deciding;
  const [isTried, setTried] = useState(false);
  const remainingMs = useRemaining(interrupt);
  const canSend = interrupt.mayDecide && !isDeciding && (remainingMs === undefined || remainingMs > 0);
  const { draft, schema, problems } = useDraft(interrupt.inputSchema, {
    initial: withDefaults(interrupt.inputSchema ?? undefined, interrupt.proposal),
    original: undefined,
    saysMissing: isTried,
  });
  const fields = fieldsOf(schema);

  function answer(choice?: string): void {
    setTried(true);
    if (!canSend || problems.length > 0 || !isJsonObject(draft.value)) return;
    const values: JsonObject = draft.value;
    decide({ status: "resolved", payload: { values, ...(choice === undefined ? {} : { choice }) } });
  }

  return (
    <form
      aria-label="Answer"
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        // With several ways on, Enter in a field must not take one of them.
        if (interrupt.choices.length === 0) answer();
      }}
    >
      <fieldset disabled={!canSend} className="contents">
        {fields.length === 0 ? null : <ShapeFields fields={fields} path={[]} draft={draft} />}
      </fieldset>
      <CardFacts interrupt={interrupt} myId={myId} />
      {isTried && problems.length > 0 ? (
        <p role="status" className="text-xs text-failed">
          {problems.length === 1 ? "One value needs" : `${problems.length} values need`} your attention.
        </p>
      ) : null}
      <Refusal message={refusal} />
      {!interrupt.mayDecide ? null : interrupt.choices.length === 0 ? (
        <CardActions>
          <Button type="submit" variant="primary" disabled={!canSend} isBusy={isDeciding}>
            Send answer
          </Button>
        </CardActions>
      ) : (
        <CardActions label="Choices">
          {interrupt.choices.map(({ id, label }) => (
            <Button key={id} disabled={!canSend} onClick={() => answer(id)}>
              {visibleText(label)}
            </Button>
          ))}
        </CardActions>
      )}
    </form>
  );
}
