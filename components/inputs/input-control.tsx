"use client";

import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { Textarea } from "@/components/ui/textarea";
import type { WorkflowInput } from "@/server/domain/workflow/schema";

interface InputControlProps {
  control: { id: string; autoFocus?: boolean; "aria-describedby"?: string; "aria-invalid"?: true };
  input: WorkflowInput;
  value: string | boolean;
  onChange: (value: string | boolean) => void;
}

/** The control that fits an input of a workflow; it stands in a Field. */
export function InputControl({ control, input, value, onChange }: InputControlProps) {
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
