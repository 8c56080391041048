"use client";

import * as Primitive from "radix-ui/radio-group";
import type { ReactNode } from "react";

import { cn } from "./cn";

export interface Segment<Value extends string> {
  value: Value;
  label: string;
  /** Shown instead of the words, which then become the name. */
  icon?: ReactNode;
}

interface SegmentedControlProps<Value extends string> {
  label: string;
  value: Value;
  onValueChange: (value: Value) => void;
  segments: readonly Segment<Value>[];
  className?: string;
}

/** One of two to five views or modes, all in sight. */
export function SegmentedControl<Value extends string>({
  label,
  value,
  onValueChange,
  segments,
  className,
}: SegmentedControlProps<Value>) {
  return (
    <Primitive.Root
      data-slot="segmented-control"
      aria-label={label}
      orientation="horizontal"
      value={value}
      onValueChange={(next) => {
        const chosen = segments.find((segment) => segment.value === next);
        if (chosen) onValueChange(chosen.value);
      }}
      className={cn("inline-flex h-8 items-center rounded-md bg-selected p-0.5", className)}
    >
      {segments.map((segment) => (
        <Primitive.Item
          key={segment.value}
          value={segment.value}
          aria-label={segment.label}
          title={segment.icon ? segment.label : undefined}
          className="inline-flex h-7 items-center justify-center rounded-sm border border-transparent px-2.5 text-xs font-medium text-muted-foreground transition-colors hover:text-foreground data-[state=checked]:border-border data-[state=checked]:bg-card data-[state=checked]:text-foreground dark:data-[state=checked]:border-neutral-7 dark:data-[state=checked]:bg-neutral-6 [&_svg]:size-4"
        >
          {segment.icon ?? segment.label}
        </Primitive.Item>
      ))}
    </Primitive.Root>
  );
}
