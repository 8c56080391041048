"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { Field } from "@/components/ui/field";
import type { WorkflowInput } from "@/server/domain/workflow/schema";
import { setInputs } from "@/components/editor/commands/set-inputs";
import { updateSettings } from "@/components/editor/commands/update-settings";
import { useEditor } from "@/components/editor/store-context";
import { RowList } from "./row-list";
import { useBurst } from "./use-burst";

const types = [
  { value: "string", label: "Text" },
  { value: "text", label: "Long text" },
  { value: "number", label: "Number" },
  { value: "boolean", label: "Yes or no" },
  { value: "object", label: "Object" },
  { value: "array", label: "List" },
] as const satisfies readonly { value: WorkflowInput["type"]; label: string }[];

/** What a run of the workflow takes. Shown on the start, kept in the document beside the nodes. */
export function InputsField() {
  const inputs = useEditor((state) => state.graph.inputs);
  const isReadOnly = useEditor((state) => state.session.isReadOnly);
  const burst = useBurst("inputs");
  return (
    <RowList
      label="Inputs"
      help="A chat message fills the input named query, or the first text."
      rows={inputs}
      onChange={(next) => burst.commit((graph) => setInputs(graph, next))}
      noun="input"
      isOrdered
      isReadOnly={isReadOnly}
      makeRow={() => ({ name: freeName(inputs), type: "string" as const, required: false })}
      renderRow={(input, change, index) => (
        <div className="flex flex-col gap-2">
          <Input
            aria-label={`Name of input ${index + 1}`}
            className="h-7 w-44 font-mono text-xs"
            value={input.name}
            onBlur={burst.end}
            onChange={(event) =>
              event.target.value === "" ? undefined : change({ ...input, name: event.target.value })
            }
          />
          <div className="flex items-center gap-3">
            <Select
              aria-label={`Type of input ${index + 1}`}
              size="sm"
              className="w-32"
              value={input.type}
              options={types}
              onValueChange={(type) => change({ ...input, type })}
            />
            <Label className="flex items-center gap-1.5">
              <Checkbox
                checked={input.required}
                onCheckedChange={(checked) => change({ ...input, required: checked === true })}
              />
              Required
            </Label>
          </div>
          <Input
            aria-label={`Title of input ${index + 1}`}
            placeholder="Title shown to people"
            value={input.title ?? ""}
            onBlur={burst.end}
            onChange={(event) => change(withoutEmptyTitle({ ...input, title: event.target.value }))}
          />
        </div>
      )}
    />
  );
}

/** How a chat with the published app begins. */
export function ChatSettingsFields() {
  const settings = useEditor((state) => state.graph.settings);
  const isReadOnly = useEditor((state) => state.session.isReadOnly);
  const burst = useBurst("settings");
  return (
    <>
      <Field label="Opening" help="Shown above an empty chat.">
        {(control) => (
          <Textarea
            {...control}
            value={settings.opening ?? ""}
            readOnly={isReadOnly}
            onBlur={burst.end}
            onChange={(event) =>
              burst.commit((graph) => updateSettings(graph, { opening: event.target.value || undefined }))
            }
          />
        )}
      </Field>
      <RowList
        label="Suggestions"
        help="Questions that a person can ask with one press."
        rows={settings.suggestions ?? []}
        onChange={(rows) =>
          burst.commit((graph) =>
            updateSettings(graph, { suggestions: rows.length === 0 ? undefined : rows.slice(0, 8) }),
          )
        }
        noun="suggestion"
        isReadOnly={isReadOnly}
        makeRow={() => ""}
        renderRow={(suggestion, change, index) => (
          <Input
            aria-label={`Suggestion ${index + 1}`}
            className="h-7 w-[calc(100%-2rem)]"
            value={suggestion}
            onBlur={burst.end}
            onChange={(event) => change(event.target.value)}
          />
        )}
      />
    </>
  );
}

function freeName(inputs: readonly WorkflowInput[]): string {
  const taken = new Set(inputs.map((input) => input.name));
  if (!taken.has("query")) return "query";
  let number = 1;
  while (taken.has(`input_${number}`)) number += 1;
  return `input_${number}`;
}

function withoutEmptyTitle(input: WorkflowInput): WorkflowInput {
  const { title, ...others } = input;
  return title ? input : others;
}
