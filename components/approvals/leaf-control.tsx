"use client";

import { useState } from "react";

import type { FieldControlProps } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { Textarea } from "@/components/ui/textarea";
import type { Json } from "@/server/domain/json";

import { isSameJson } from "./argument-rows";
import type { Shape } from "./schema-shape";
import { visibleText } from "./visible-text";

interface LeafControlProps {
  control: FieldControlProps;
  shape: Shape;
  value: Json | undefined;
  /** What an emptied field means: the value is left out, or it is an empty text. */
  isLeftOutWhenEmpty: boolean;
  onChange: (next: Json | undefined) => void;
  /** Says whether what stands in a JSON field can be read; the last readable value stays until it can. */
  onReadable: (isReadable: boolean) => void;
}

/** The control of one value that does not nest; it stands in a Field. */
export function LeafControl({ control, shape, value, isLeftOutWhenEmpty, onChange, onReadable }: LeafControlProps) {
  switch (shape.kind) {
    case "boolean":
      return <Switch {...control} checked={value === true} onCheckedChange={onChange} />;
    case "choice":
      return (
        <Select
          {...control}
          value={indexOf(shape.options, value)}
          options={shape.options.map((option, index) => ({ value: String(index), label: optionText(option) }))}
          onValueChange={(index) => onChange(shape.options[Number(index)])}
        />
      );
    case "number":
      return <NumberControl control={control} value={value} onChange={onChange} />;
    case "text": {
      const text = typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
      const write = (next: string) => onChange(next === "" && isLeftOutWhenEmpty ? undefined : next);
      return shape.isLong ? (
        <Textarea
          {...control}
          dir="auto"
          className="max-h-60"
          value={text}
          onChange={(event) => write(event.target.value)}
        />
      ) : (
        <Input {...control} dir="auto" value={text} onChange={(event) => write(event.target.value)} />
      );
    }
    default:
      return <JsonControl control={control} value={value} onChange={onChange} onReadable={onReadable} />;
  }
}

function optionText(option: Json): string {
  if (option === "") return "empty text";
  return typeof option === "string" ? visibleText(option) : JSON.stringify(option);
}

/** The place of a value among the options; `undefined` when it is none of them. */
function indexOf(options: readonly Json[], value: Json | undefined): string | undefined {
  const index = options.findIndex((option) => isSameJson(option, value));
  return index < 0 ? undefined : String(index);
}

/** A text that is no number stays as it was typed: the check then says what is wrong, and nothing is lost. */
function readNumber(text: string): Json | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : text;
}

function NumberControl({ control, value, onChange }: Pick<LeafControlProps, "control" | "value" | "onChange">) {
  const [typed, setTyped] = useState("");
  // "1." and "1" are the same number: what was typed stays while it says what the value is.
  const shown = isSameJson(readNumber(typed), value)
    ? typed
    : value === undefined
      ? ""
      : typeof value === "string"
        ? value
        : JSON.stringify(value);
  return (
    <Input
      {...control}
      inputMode="decimal"
      className="figures"
      value={shown}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(readNumber(event.target.value));
      }}
    />
  );
}

function readJson(text: string): { ok: true; value: Json | undefined } | { ok: false } {
  if (text.trim() === "") return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch {
    return { ok: false };
  }
}

function JsonControl({
  control,
  value,
  onChange,
  onReadable,
}: Pick<LeafControlProps, "control" | "value" | "onChange" | "onReadable">) {
  const [typed, setTyped] = useState<string>();
  const read = readJson(typed ?? "");
  const isCurrent = typed !== undefined && (!read.ok || isSameJson(read.value, value));
  return (
    <Textarea
      {...control}
      className="max-h-60 font-mono text-xs"
      spellCheck={false}
      value={isCurrent ? typed : value === undefined ? "" : JSON.stringify(value, null, 2)}
      onChange={(event) => {
        setTyped(event.target.value);
        const next = readJson(event.target.value);
        onReadable(next.ok);
        if (next.ok) onChange(next.value);
      }}
    />
  );
}
