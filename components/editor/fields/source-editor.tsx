"use client";

import { Braces } from "lucide-react";
import { useRef, useState } from "react";
import { Command, CommandEmpty, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { CodeEditor } from "./code-editor";
import type { CodeMirrorHandle } from "./code-mirror";
import type { VariableOption } from "./variables";

interface SourceFieldProps {
  label: string;
  help?: string;
  error?: string;
  value: string;
  onChange: (value: string) => void;
  onEnd: () => void;
  language: "template" | "expression" | "json-template";
  getVariables: () => readonly VariableOption[];
  placeholder?: string;
  isSingleLine?: boolean;
  isReadOnly?: boolean;
  className?: string;
}

/** A template or an expression: placeholders are marked, variables complete as one types and can be put in from a list. */
export function SourceEditor({ label, help, error, onEnd, className, ...props }: SourceFieldProps) {
  const editor = useRef<CodeMirrorHandle>(null);
  const insert = (path: string) => editor.current?.insert(props.language === "expression" ? path : `{{ ${path} }}`);
  return (
    <Field
      label={label}
      help={help}
      error={error}
      aside={
        props.isReadOnly ? null : <VariablePicker label={label} getVariables={props.getVariables} onPick={insert} />
      }
    >
      {(control) => (
        <CodeEditor
          {...props}
          ref={editor}
          label={label}
          describedBy={control["aria-describedby"]}
          isInvalid={control["aria-invalid"]}
          onBlur={onEnd}
          className={
            className ??
            (props.isSingleLine ? undefined : "max-h-80 min-h-16 [&_.cm-editor]:max-h-80 [&_.cm-editor]:min-h-16")
          }
        />
      )}
    </Field>
  );
}

interface VariablePickerProps {
  label: string;
  getVariables: () => readonly VariableOption[];
  onPick: (path: string) => void;
}

function VariablePicker({ label, getVariables, onPick }: VariablePickerProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <IconButton size="sm" label={`Insert a variable into ${label}`} tooltip="Insert a variable" className="size-5">
          <Braces className="size-3.5" />
        </IconButton>
      </PopoverTrigger>
      <PopoverContent align="end" className="w-80 p-0" onCloseAutoFocus={(event) => event.preventDefault()}>
        <Command className="max-h-80">
          <CommandInput placeholder="Find a variable" aria-label="Find a variable" />
          <CommandList>
            <CommandEmpty>Nothing can be named here yet.</CommandEmpty>
            {isOpen
              ? getVariables().map((variable) => (
                  <CommandItem
                    key={variable.path}
                    value={variable.path}
                    keywords={[variable.description]}
                    className="h-auto flex-col items-start gap-0 py-1"
                    onSelect={() => {
                      setOpen(false);
                      onPick(variable.path);
                    }}
                  >
                    <span className="flex w-full items-baseline gap-2">
                      <span className="truncate font-mono text-xs">{variable.path}</span>
                      <span className="ml-auto text-xs text-muted-foreground">{variable.type}</span>
                    </span>
                    <span className="w-full truncate text-xs text-muted-foreground">{variable.description}</span>
                  </CommandItem>
                ))
              : null}
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
