"use client";

import { useState, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { Textarea } from "@/components/ui/textarea";
import type { Json } from "@/server/domain/json";
import type { WorkflowInput } from "@/server/domain/workflow/schema";
import { readRemembered, remember } from "@/components/editor/browser-memory";
import { initialTexts, readInputs, type InputTexts } from "./read-inputs";

interface TestFormProps {
  workflowId: string;
  inputs: readonly WorkflowInput[];
  isBusy: boolean;
  onSubmit: (values: Record<string, Json>) => Promise<void>;
}

/** The inputs of a test, as a form made from the workflow's own. What was written stays in this browser for the next test. */
export function TestForm({ workflowId, inputs, isBusy, onSubmit }: TestFormProps) {
  const memory = `test-inputs:${workflowId}`;
  const [texts, setTexts] = useState<InputTexts>(() => initialTexts(inputs, readTexts(memory)));
  const [errors, setErrors] = useState<Record<string, string>>({});

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readInputs(inputs, texts);
    setErrors(read.ok ? {} : read.errors);
    if (!read.ok) return;
    remember(memory, texts);
    void onSubmit(read.values);
  };

  return (
    <form className="flex flex-col gap-3" onSubmit={submit}>
      {inputs.map((input, index) => (
        <Field
          key={input.name}
          label={input.title ?? input.name}
          help={input.description}
          error={errors[input.name]}
          isRequired={input.required}
        >
          {(control) => (
            <InputControl
              control={{ ...control, ...(index === 0 ? { autoFocus: true } : {}) }}
              input={input}
              value={texts[input.name] ?? ""}
              onChange={(value) => setTexts({ ...texts, [input.name]: value })}
            />
          )}
        </Field>
      ))}
      <Button type="submit" variant="primary" isBusy={isBusy}>
        Run test
      </Button>
    </form>
  );
}

interface InputControlProps {
  control: { id: string; autoFocus?: boolean; "aria-describedby"?: string; "aria-invalid"?: true };
  input: WorkflowInput;
  value: string | boolean;
  onChange: (value: string | boolean) => void;
}

function InputControl({ control, input, value, onChange }: InputControlProps) {
  if (input.type === "boolean") return <Switch {...control} checked={value === true} onCheckedChange={onChange} />;
  const text = String(value);
  if (input.options?.length) {
    return (
      <Select
        {...control}
        value={text}
        options={input.options.map((option) => ({ value: option, label: option }))}
        onValueChange={onChange}
      />
    );
  }
  if (input.type === "text" || input.type === "object" || input.type === "array") {
    return (
      <Textarea {...control} className="max-h-60" value={text} onChange={(event) => onChange(event.target.value)} />
    );
  }
  return (
    <Input
      {...control}
      inputMode={input.type === "number" ? "decimal" : undefined}
      value={text}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function readTexts(memory: string): InputTexts {
  const stored = readRemembered(memory);
  if (typeof stored !== "object" || stored === null) return {};
  return Object.fromEntries(
    Object.entries(stored).filter(([, value]) => typeof value === "string" || typeof value === "boolean"),
  );
}
