"use client";

import { useState } from "react";

import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Textarea } from "@/components/ui/textarea";
import { isJsonObject, type JsonObject } from "@/server/domain/json";

import { countChanges } from "./argument-rows";
import { CardActions } from "./card-facts";
import { fieldsOf } from "./schema-shape";
import { ShapeFields } from "./shape-fields";
import { useDraft } from "./use-draft";

interface ArgumentEditorProps {
  proposal: JsonObject;
  schema: JsonObject | null;
  canSend: boolean;
  isSending: boolean;
  /** `undefined` when nothing was changed: the call is approved as it was proposed. */
  onApprove: (editedArgs: JsonObject | undefined) => void;
  onCancel: () => void;
}

/** The arguments of a call as a form and as JSON, checked while they are written, each change beside what it was. */
export function ArgumentEditor({ proposal, schema, canSend, isSending, onApprove, onCancel }: ArgumentEditorProps) {
  const form = useDraft(schema, { initial: proposal, original: proposal, saysMissing: true });
  /** What stands in the JSON tab; absent while the form is shown. */
  const [text, setText] = useState<string>();
  const { value } = form.draft;
  const parsed = text === undefined ? value : parse(text);
  const problems = parsed === undefined ? ["This is not one JSON object."] : form.problems;
  const changes = countChanges(proposal, value);

  const write = (next: string) => {
    setText(next);
    const read = parse(next);
    if (read) form.replace(read);
  };

  return (
    <form
      aria-label="Edit the arguments"
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (canSend && problems.length === 0 && isJsonObject(value)) onApprove(changes > 0 ? value : undefined);
      }}
    >
      <SegmentedControl
        label="Edit as"
        value={text === undefined ? "form" : "json"}
        segments={[
          { value: "form", label: "Form" },
          { value: "json", label: "JSON" },
        ]}
        onValueChange={(tab) => {
          if (tab === "json") setText(JSON.stringify(value, null, 2));
          // What can not be read yet would be lost in the form.
          else if (parsed !== undefined) setText(undefined);
        }}
        className="self-start"
      />
      {text === undefined ? (
        <ShapeFields fields={fieldsOf(form.schema)} path={[]} draft={form.draft} />
      ) : (
        <Field label="Arguments as JSON">
          {(control) => (
            <Textarea
              {...control}
              aria-invalid={problems.length > 0 || undefined}
              spellCheck={false}
              rows={8}
              className="max-h-96 font-mono text-xs"
              value={text}
              onChange={(event) => write(event.target.value)}
            />
          )}
        </Field>
      )}
      <Problems problems={problems} />
      <CardActions>
        <Button type="submit" variant="primary" disabled={!canSend || problems.length > 0} isBusy={isSending}>
          {changes === 0 ? "Approve unchanged" : `Approve with ${changes === 1 ? "1 change" : `${changes} changes`}`}
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
      </CardActions>
    </form>
  );
}

/** What has to be put right first, in the validator's own sentences. */
function Problems({ problems }: { problems: readonly string[] }) {
  return (
    <ul role="status" aria-label="To be put right" className="flex flex-col text-xs text-failed empty:hidden">
      {problems.map((problem) => (
        <li key={problem} className="wrap-anywhere">
          {problem}
        </li>
      ))}
    </ul>
  );
}

function parse(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
