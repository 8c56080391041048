"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useTextDraft } from "./use-text-draft";

interface NumberFieldProps {
  label: string;
  help?: string;
  error?: string;
  value: number | undefined;
  /** Shown while there is no value: what then holds. */
  placeholder?: string;
  onChange: (value: number | undefined) => void;
  onEnd: () => void;
  isReadOnly?: boolean;
}

export function NumberField({ label, help, error, value, placeholder, onChange, onEnd, isReadOnly }: NumberFieldProps) {
  const { text, setText } = useTextDraft(value === undefined ? "" : String(value));
  const isReadable = text.trim() === "" || Number.isFinite(Number(text));
  return (
    <Field label={label} help={help} error={isReadable ? error : "Write a number."}>
      {(control) => (
        <Input
          {...control}
          inputMode="decimal"
          value={text}
          placeholder={placeholder}
          readOnly={isReadOnly}
          className="figures"
          onBlur={onEnd}
          onChange={(event) => {
            const next = event.target.value;
            const number = next.trim() === "" ? undefined : Number(next);
            const isNumber = number === undefined || Number.isFinite(number);
            setText(
              next,
              isNumber ? (number === undefined ? "" : String(number)) : value === undefined ? "" : String(value),
            );
            if (isNumber) onChange(number);
          }}
        />
      )}
    </Field>
  );
}
