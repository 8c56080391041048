import { Pencil } from "lucide-react";

import { diffArguments } from "@/components/approvals/argument-rows";
import { ArgumentTable } from "@/components/approvals/argument-table";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";

import { ValueView } from "../value-view";
import type { ForkPreview } from "./types";
import { type ValueDraft, readDraft } from "./value-draft";

interface ForkValueProps {
  value: NonNullable<ForkPreview["value"]>;
  draft: ValueDraft | undefined;
  onBegin: () => void;
  onChange: (draft: ValueDraft) => void;
  onLeave: () => void;
}

/** What the piece at the point came to, which a person may put something else in the place of. */
export function ForkValue({ value, draft, onBegin, onChange, onLeave }: ForkValueProps) {
  const isEditable = value.editable.text || value.editable.output;
  if (!isEditable) return null;
  return (
    <section aria-labelledby="fork-value" className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-3">
        <h3 id="fork-value" className="text-sm font-semibold">
          What it came to
        </h3>
        {draft ? (
          <Button size="sm" variant="ghost" onClick={onLeave}>
            Leave it as it was
          </Button>
        ) : (
          <Button size="sm" onClick={onBegin}>
            <Pencil aria-hidden />
            Change it
          </Button>
        )}
      </div>
      {draft ? (
        <ValueEditor value={value} draft={draft} onChange={onChange} />
      ) : (
        <div className="max-h-40 overflow-y-auto">
          <ValueView
            value={value.text ?? (value.editable.output ? value.output : null)}
            name="value"
            nothing="It came to nothing. You can say what it should have come to."
          />
        </div>
      )}
    </section>
  );
}

function ValueEditor({ value, draft, onChange }: Pick<ForkValueProps, "value" | "onChange"> & { draft: ValueDraft }) {
  const read = readDraft(value, draft);
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-pretty text-muted-foreground">
        This is taken as its result. It is not executed again; everything after it is.
      </p>
      {value.editable.text ? (
        <Field label="Text">
          {(control) => (
            <Textarea
              {...control}
              value={draft.text}
              onChange={(event) => onChange({ ...draft, text: event.target.value })}
              className="max-h-60"
            />
          )}
        </Field>
      ) : null}
      {value.editable.output ? (
        <Field label="Output as JSON" error={read.ok ? undefined : read.problem}>
          {(control) => (
            <Textarea
              {...control}
              value={draft.output}
              onChange={(event) => onChange({ ...draft, output: event.target.value })}
              spellCheck={false}
              className="max-h-60 font-mono text-xs"
            />
          )}
        </Field>
      ) : null}
      {read.ok && read.edit ? (
        <div className="rounded-lg border border-border px-3 py-1.5">
          <ArgumentTable
            label="Before and after"
            rows={diffArguments(
              { text: value.text, output: value.output },
              { text: read.edit.text ?? value.text, output: read.output },
            ).filter((row) => row.isChanged)}
            nothing="Nothing is changed."
          />
        </div>
      ) : null}
    </div>
  );
}
