"use client";

import type { Json } from "@/server/domain/json";
import { readJsonText, writeJsonText } from "./json-text";
import { SourceEditor } from "./source-editor";
import { useTextDraft } from "./use-text-draft";
import type { VariableOption } from "./variables";

interface JsonFieldProps {
  label: string;
  help?: string;
  error?: string;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
  onEnd: () => void;
  getVariables: () => readonly VariableOption[];
  placeholder?: string;
  /** A text that is no JSON is kept as text. */
  allowsText?: boolean;
  isReadOnly?: boolean;
}

/** JSON as text. Text that can not be read stays in the field with the reason, and the document keeps the last good value. */
export function JsonField({ value, onChange, allowsText = true, error, ...props }: JsonFieldProps) {
  const { text, setText } = useTextDraft(writeJsonText(value, allowsText));
  const read = readJsonText(text, allowsText);
  return (
    <SourceEditor
      {...props}
      language="json-template"
      value={text}
      error={read.ok ? error : read.message}
      onChange={(next) => {
        const result = readJsonText(next, allowsText);
        setText(next, writeJsonText(result.ok ? result.value : value, allowsText));
        if (result.ok) onChange(result.value);
      }}
    />
  );
}
