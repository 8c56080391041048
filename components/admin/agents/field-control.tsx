"use client";

import { type ReactNode, useId } from "react";

import { readJsonText, writeJsonText } from "@/components/editor/fields/json-text";
import { useTextDraft } from "@/components/editor/fields/use-text-draft";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { Field, type FieldControlProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select, type SelectOption } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { Json } from "@/server/domain/json";

import type { FieldSpec } from "./field-specs";

interface FieldControlOptions {
  spec: FieldSpec;
  /** The override; undefined while there is none. */
  value: Json | undefined;
  /** What holds at present, from wherever: a list that is changed begins with it. */
  effective: Json;
  /** Shown in an empty control: where the value comes from instead. */
  placeholder: string;
  options: readonly SelectOption[];
  /** Model names that the provider offers. */
  suggestions: readonly string[];
  error: string | undefined;
  /** Stands at the right end of the label's line. */
  aside: ReactNode;
  isReadOnly: boolean;
  onChange: (value: Json | undefined) => void;
}

/** One override as its widget; empty means an empty value only where the person wrote and then emptied it. */
export function FieldControl(props: FieldControlOptions) {
  const { spec, error, aside } = props;
  if (spec.widget === "json") return <JsonControl {...props} />;
  if (spec.widget === "number") return <NumberControl {...props} />;
  if (spec.widget === "several") return <SeveralControl {...props} />;
  return (
    <Field label={spec.label} help={spec.help} error={error} aside={aside}>
      {(control) => <Control {...props} control={control} />}
    </Field>
  );
}

const yesNo: readonly SelectOption[] = [
  { value: "yes", label: "Yes" },
  { value: "no", label: "No" },
];

function Control({
  spec,
  value,
  placeholder,
  options,
  suggestions,
  isReadOnly,
  onChange,
  control,
}: FieldControlOptions & { control: FieldControlProps }) {
  const listId = useId();
  if (spec.widget === "yes-no") {
    return (
      <Select
        {...control}
        value={value === undefined ? undefined : value === true ? "yes" : "no"}
        placeholder={placeholder}
        options={yesNo}
        disabled={isReadOnly}
        onValueChange={(next) => onChange(next === "yes")}
      />
    );
  }
  const text = value === undefined ? "" : String(value);
  if (spec.widget === "choice") {
    return (
      <Select
        {...control}
        value={options.some((option) => option.value === text) ? text : undefined}
        placeholder={
          text === "" ? (options.length === 0 ? "There is none to choose" : placeholder) : `${text} (does not exist)`
        }
        options={options}
        disabled={isReadOnly || options.length === 0}
        onValueChange={onChange}
      />
    );
  }
  const shared = { ...control, value: text, placeholder, readOnly: isReadOnly };
  if (spec.widget === "prompt")
    return (
      <Textarea
        {...shared}
        rows={4}
        className="max-h-120 text-xs"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  const isCode = spec.widget === "code" || spec.widget === "model";
  return (
    <>
      <Input
        {...shared}
        list={spec.widget === "model" ? listId : undefined}
        className={cn(isCode && "font-mono text-xs")}
        spellCheck={!isCode}
        onChange={(event) => onChange(event.target.value)}
      />
      {spec.widget === "model" ? (
        <datalist id={listId}>
          {suggestions.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </datalist>
      ) : null}
    </>
  );
}

/** An emptied number is no override; text that is no number stays in the field with the reason. */
function NumberControl({ spec, value, placeholder, error, aside, isReadOnly, onChange }: FieldControlOptions) {
  const written = value === undefined ? "" : String(value);
  const { text, setText } = useTextDraft(written);
  const isReadable = text.trim() === "" || Number.isFinite(Number(text));
  return (
    <Field label={spec.label} help={spec.help} error={isReadable ? error : "Write a number."} aside={aside}>
      {(control) => (
        <Input
          {...control}
          inputMode="decimal"
          className="figures"
          value={text}
          placeholder={placeholder}
          readOnly={isReadOnly}
          onChange={(event) => {
            const next = event.target.value;
            const number = next.trim() === "" ? undefined : Number(next);
            const isNumber = number === undefined || Number.isFinite(number);
            setText(next, isNumber ? String(number ?? "") : written);
            if (isNumber) onChange(number);
          }}
        />
      )}
    </Field>
  );
}

/** JSON as text; while it cannot be read the last good value stays. */
function JsonControl({ spec, value, placeholder, error, aside, isReadOnly, onChange }: FieldControlOptions) {
  const written = writeJsonText(value, false);
  const { text, setText } = useTextDraft(written);
  const read = readJsonText(text, false);
  return (
    <Field label={spec.label} help={spec.help} error={read.ok ? error : read.message} aside={aside}>
      {(control) => (
        <Textarea
          {...control}
          rows={3}
          spellCheck={false}
          className="max-h-120 font-mono text-xs"
          value={text}
          placeholder={placeholder}
          readOnly={isReadOnly}
          onChange={(event) => {
            const next = event.target.value;
            const result = readJsonText(next, false);
            setText(next, result.ok ? writeJsonText(result.value, false) : written);
            if (result.ok) onChange(result.value);
          }}
        />
      )}
    </Field>
  );
}

/** A list of known names to tick. The boxes show what holds; the first change makes it an override. */
function SeveralControl({ spec, effective, options, error, aside, isReadOnly, onChange }: FieldControlOptions) {
  const id = useId();
  const chosen = Array.isArray(effective) ? effective.map(String) : [];
  const gone = chosen.filter((name) => !options.some((option) => option.value === name));
  const all = [...options, ...gone.map((name) => ({ value: name, label: `${name} (does not exist)` }))];
  return (
    <fieldset
      disabled={isReadOnly}
      aria-labelledby={`${id}-label`}
      aria-describedby={error ? `${id}-help ${id}-error` : `${id}-help`}
      className="flex min-w-0 flex-col gap-1.5"
    >
      <div className="flex min-h-5 items-center justify-between gap-2">
        <span id={`${id}-label`} className="text-xs font-medium">
          {spec.label}
        </span>
        {aside}
      </div>
      {all.length === 0 ? <p className="text-sm text-muted-foreground">There is none to choose.</p> : null}
      {all.map(({ value: name, label }) => (
        <div key={name} className="flex min-h-6 items-center gap-2 text-sm">
          <Checkbox
            id={`${id}-${name}`}
            checked={chosen.includes(name)}
            disabled={isReadOnly}
            onCheckedChange={(isChecked) =>
              onChange(isChecked === true ? [...chosen, name] : chosen.filter((one) => one !== name))
            }
          />
          <label htmlFor={`${id}-${name}`} className="min-w-0 wrap-anywhere">
            {label}
          </label>
        </div>
      ))}
      <p id={`${id}-help`} className="text-xs text-pretty text-muted-foreground">
        {spec.help}
      </p>
      {error ? (
        <p id={`${id}-error`} className="text-xs text-pretty text-failed">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
