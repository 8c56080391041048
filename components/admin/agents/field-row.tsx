"use client";

import { CopyPlus, RotateCcw } from "lucide-react";

import { IconButton } from "@/components/ui/icon-button";
import type { SelectOption } from "@/components/ui/select";
import type { Json } from "@/server/domain/json";
import type { ValueSource } from "@/server/domain/runtime-config/merge";

import { EffectiveValue } from "./effective-value";
import { FieldControl } from "./field-control";
import type { FieldSpec } from "./field-specs";

interface FieldRowProps {
  spec: FieldSpec;
  /** The override; undefined while there is none. */
  override: Json | undefined;
  effective: Json;
  source: ValueSource;
  /** Where the value comes from when it is not overridden. */
  inherited: Exclude<ValueSource, "row">;
  whenEmpty: string;
  options: readonly SelectOption[];
  suggestions: readonly string[];
  error: string | undefined;
  isReadOnly: boolean;
  onChange: (value: Json | undefined) => void;
}

/** One field: its override, and beside it what is in effect and why. */
export function FieldRow({
  spec,
  override,
  effective,
  source,
  inherited,
  whenEmpty,
  options,
  suggestions,
  error,
  isReadOnly,
  onChange,
}: FieldRowProps) {
  const canCopy = (spec.widget === "prompt" || spec.widget === "json") && effective !== null && effective !== "";
  return (
    <div className="grid gap-x-5 gap-y-2 border-t border-border px-4 py-3.5 @2xl:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
      <FieldControl
        spec={spec}
        value={override}
        effective={effective}
        placeholder={inherited === "template" ? "As in the template" : "As by default"}
        options={options}
        suggestions={suggestions}
        error={error}
        isReadOnly={isReadOnly}
        onChange={onChange}
        aside={
          isReadOnly ? null : override !== undefined ? (
            <IconButton
              label={`Reset ${spec.label}`}
              tooltip={inherited === "template" ? "Back to the template" : "Back to the default"}
              size="sm"
              className="-my-1"
              onClick={() => onChange(undefined)}
            >
              <RotateCcw aria-hidden />
            </IconButton>
          ) : canCopy ? (
            <IconButton
              label={`Start ${spec.label} from what is in effect`}
              size="sm"
              className="-my-1"
              onClick={() => onChange(effective)}
            >
              <CopyPlus aria-hidden />
            </IconButton>
          ) : null
        }
      />
      <EffectiveValue
        label={spec.label}
        widget={spec.widget}
        value={effective}
        options={options}
        source={source}
        whenEmpty={whenEmpty}
      />
    </div>
  );
}
