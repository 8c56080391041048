"use client";

import { X } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

interface TagsFieldProps {
  label: string;
  help?: string;
  error?: string;
  placeholder?: string;
  /** What one of them is called, for the buttons that remove it. */
  noun: string;
  values: readonly string[];
  onChange: (values: string[]) => void;
  onEnd: () => void;
  isReadOnly: boolean;
}

/** Several short texts as tags. Enter or a comma adds one, Backspace in the empty field takes the last away. */
export function TagsField({
  label,
  help,
  error,
  placeholder,
  noun,
  values,
  onChange,
  onEnd,
  isReadOnly,
}: TagsFieldProps) {
  const [text, setText] = useState("");
  const add = () => {
    const added = text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "");
    setText("");
    if (added.length > 0) onChange([...new Set([...values, ...added])]);
    onEnd();
  };
  return (
    <Field label={label} help={help} error={error}>
      {(control) => (
        <>
          {values.length === 0 ? null : (
            <ul aria-label={label} className="flex flex-wrap gap-1">
              {values.map((value) => (
                <li key={value} className="min-w-0">
                  <Badge className="h-auto min-h-5 max-w-full whitespace-normal text-foreground">
                    <span className="wrap-anywhere">{value}</span>
                    {isReadOnly ? null : (
                      <button
                        type="button"
                        aria-label={`Remove ${noun} ${value}`}
                        className="-mr-0.5 grid size-4 place-items-center rounded-sm text-muted-foreground hover:text-foreground"
                        onClick={() => {
                          onChange(values.filter((each) => each !== value));
                          onEnd();
                        }}
                      >
                        <X aria-hidden />
                      </button>
                    )}
                  </Badge>
                </li>
              ))}
            </ul>
          )}
          {isReadOnly ? null : (
            <Input
              {...control}
              value={text}
              placeholder={placeholder}
              onChange={(event) => setText(event.target.value)}
              onBlur={add}
              onKeyDown={(event) => {
                if (event.key === "Enter" || event.key === ",") {
                  event.preventDefault();
                  add();
                } else if (event.key === "Backspace" && text === "" && values.length > 0) {
                  onChange(values.slice(0, -1));
                }
              }}
            />
          )}
        </>
      )}
    </Field>
  );
}
