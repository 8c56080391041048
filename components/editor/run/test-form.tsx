"use client";

import { useState, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import type { Json } from "@/server/domain/json";
import type { WorkflowInput } from "@/server/domain/workflow/schema";
import { InputControl } from "@/components/inputs/input-control";
import { initialTexts, readInputs, type InputTexts } from "@/components/inputs/read-inputs";
import { readRemembered, remember } from "@/components/editor/browser-memory";

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

function readTexts(memory: string): InputTexts {
  const stored = readRemembered(memory);
  if (typeof stored !== "object" || stored === null) return {};
  return Object.fromEntries(
    Object.entries(stored).filter(([, value]) => typeof value === "string" || typeof value === "boolean"),
  );
}
