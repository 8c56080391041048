"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { type DurationUnit, durationUnits, secondsIn, splitDuration } from "./duration";
import { useTextDraft } from "./use-text-draft";

interface DurationFieldProps {
  label: string;
  help?: string;
  error?: string;
  /** Seconds; undefined is for ever. */
  value: number | undefined;
  onChange: (seconds: number | undefined) => void;
  onEnd: () => void;
  isReadOnly: boolean;
}

/** A length of time in the unit that fits it. Empty is without an end. */
export function DurationField({ label, help, error, value, onChange, onEnd, isReadOnly }: DurationFieldProps) {
  const split = value === undefined ? undefined : splitDuration(value);
  /** The unit for an amount that is still to be written. */
  const [wanted, setWanted] = useState<DurationUnit>("hours");
  const [kept, setKept] = useState<{ seconds: number; unit: DurationUnit }>();
  // What was written in minutes stays in minutes, though it may be whole hours too.
  const unit = split === undefined ? wanted : kept !== undefined && kept.seconds === value ? kept.unit : split.unit;
  const { text, setText } = useTextDraft(value === undefined ? "" : String(value / secondsIn[unit]));
  const amount = Number(text);
  const isReadable = text.trim() === "" || (Number.isFinite(amount) && amount > 0);

  const write = (seconds: number | undefined, inUnit: DurationUnit) => {
    if (seconds === undefined) setKept(undefined);
    else setKept({ seconds, unit: inUnit });
    setWanted(inUnit);
    onChange(seconds);
  };

  return (
    <Field label={label} help={help} error={isReadable ? error : "Write a number above 0."}>
      {(control) => (
        <div className="flex gap-2">
          <Input
            {...control}
            inputMode="decimal"
            placeholder="No end"
            value={text}
            readOnly={isReadOnly}
            className="figures w-24"
            onBlur={onEnd}
            onChange={(event) => {
              const next = event.target.value;
              const seconds = Math.round(Number(next) * secondsIn[unit]);
              if (next.trim() === "") {
                setText(next, "");
                write(undefined, unit);
              } else if (Number.isFinite(seconds) && seconds > 0) {
                setText(next, String(seconds / secondsIn[unit]));
                write(seconds, unit);
              } else {
                setText(next, value === undefined ? "" : String(value / secondsIn[unit]));
              }
            }}
          />
          <Select
            aria-label={`Unit of ${label.toLowerCase()}`}
            className="w-28"
            value={unit}
            disabled={isReadOnly}
            options={durationUnits.map((each) => ({ value: each, label: each }))}
            onValueChange={(next) => {
              if (split === undefined) setWanted(next);
              else write(Math.round((value ?? 0) / secondsIn[unit]) * secondsIn[next] || undefined, next);
              onEnd();
            }}
          />
        </div>
      )}
    </Field>
  );
}
