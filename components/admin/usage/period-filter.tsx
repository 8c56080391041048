"use client";

import { Input } from "@/components/ui/input";
import { SegmentedControl } from "@/components/ui/segmented-control";

import { type Period, type PeriodChoice, presets } from "./period";

interface PeriodFilterProps {
  choice: PeriodChoice;
  period: Period;
  today: string;
  onChange: (choice: PeriodChoice) => void;
}

const custom = "custom";

/** The last days up to today, or two days of one's own. */
export function PeriodFilter({ choice, period, today, onChange }: PeriodFilterProps) {
  const isCustom = "from" in choice;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SegmentedControl
        label="Period"
        value={isCustom ? custom : String(choice.days)}
        onValueChange={(value) => {
          const days = presets.find((preset) => String(preset) === value);
          onChange(days ? { days } : { from: period.from, to: period.to });
        }}
        segments={[
          ...presets.map((days) => ({ value: String(days), label: `${days} days` })),
          { value: custom, label: "Custom" },
        ]}
      />
      {isCustom ? (
        <div className="flex items-center gap-1.5 text-xs text-muted-foreground">
          <DayInput
            label="First day"
            value={choice.from}
            max={choice.to}
            onChange={(from) => onChange({ from, to: choice.to })}
          />
          to
          <DayInput
            label="Last day"
            value={choice.to}
            min={choice.from}
            max={today}
            onChange={(to) => onChange({ from: choice.from, to })}
          />
        </div>
      ) : null}
    </div>
  );
}

interface DayInputProps {
  label: string;
  value: string;
  min?: string;
  max?: string;
  onChange: (day: string) => void;
}

/** A half-written date is no date: it changes nothing until it is whole and within its bounds. */
function DayInput({ label, value, min, max, onChange }: DayInputProps) {
  return (
    <Input
      type="date"
      aria-label={label}
      key={value}
      defaultValue={value}
      min={min}
      max={max}
      className="w-36"
      onChange={(event) => {
        if (event.target.value !== "" && event.target.validity.valid) onChange(event.target.value);
      }}
    />
  );
}
