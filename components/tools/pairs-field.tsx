"use client";

import { Plus, Trash2 } from "lucide-react";

import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";

import type { Pair } from "./definition-draft";

interface PairsFieldProps {
  label: string;
  /** What one is called, for its buttons. */
  noun: string;
  help?: string;
  pairs: readonly Pair[];
  onChange: (pairs: Pair[]) => void;
}

/** Names with values: a query, or headers that are no secret. */
export function PairsField({ label, noun, help, pairs, onChange }: PairsFieldProps) {
  const patch = (index: number, part: Partial<Pair>) =>
    onChange(pairs.map((pair, at) => (at === index ? { ...pair, ...part } : pair)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-xs font-medium">{label}</legend>
      {pairs.map((pair, index) => (
        // A pair has no identity but its place.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="flex items-center gap-2">
          <Input
            aria-label={`Name of ${noun} ${index + 1}`}
            placeholder="Name"
            className="w-2/5 font-mono text-xs"
            value={pair.name}
            onChange={(event) => patch(index, { name: event.target.value })}
          />
          <Input
            aria-label={`Value of ${noun} ${index + 1}`}
            placeholder="Value"
            className="min-w-0 flex-1 font-mono text-xs"
            value={pair.value}
            onChange={(event) => patch(index, { value: event.target.value })}
          />
          <IconButton
            label={`Remove ${noun} ${index + 1}`}
            size="sm"
            onClick={() => onChange(pairs.filter((_, at) => at !== index))}
          >
            <Trash2 aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button size="sm" className="self-start" onClick={() => onChange([...pairs, { name: "", value: "" }])}>
        <Plus aria-hidden />
        {`Add ${noun}`}
      </Button>
      {help ? <p className="text-xs text-muted-foreground">{help}</p> : null}
    </fieldset>
  );
}
