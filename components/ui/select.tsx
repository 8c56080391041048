"use client";

import { Check, ChevronDown } from "lucide-react";
import * as Primitive from "radix-ui/select";
import type { ComponentProps, ReactNode } from "react";

import { cn } from "./cn";
import { controlClasses } from "./input";
import { floatingClasses } from "./floating";

export interface SelectOption<Value extends string = string> {
  value: Value;
  label: ReactNode;
  /** A second, quieter line. */
  description?: string;
  isDisabled?: boolean;
}

interface SelectProps<Value extends string> extends Pick<
  ComponentProps<"button">,
  "id" | "aria-label" | "aria-labelledby" | "aria-describedby" | "aria-invalid" | "className" | "disabled"
> {
  value: Value | undefined;
  onValueChange: (value: Value) => void;
  options: readonly SelectOption<Value>[];
  placeholder?: string;
  size?: "sm" | "md";
}

/** One choice out of a known list. An option's value must not be empty. */
export function Select<Value extends string>({
  value,
  onValueChange,
  options,
  placeholder = "Choose",
  size = "md",
  className,
  disabled,
  ...trigger
}: SelectProps<Value>) {
  return (
    <Primitive.Root
      value={value ?? ""}
      disabled={disabled}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen) onValueChange(chosen.value);
      }}
    >
      <Primitive.Trigger
        data-slot="select"
        className={cn(
          controlClasses,
          "flex items-center justify-between gap-2 text-left data-placeholder:text-faint [&>span]:truncate",
          size === "sm" && "h-7 px-2 text-xs",
          className,
        )}
        {...trigger}
      >
        <Primitive.Value placeholder={placeholder} />
        <Primitive.Icon asChild>
          <ChevronDown aria-hidden className="size-3.5 shrink-0 text-muted-foreground" />
        </Primitive.Icon>
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            floatingClasses,
            "max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) p-1",
          )}
        >
          <Primitive.Viewport>
            {options.map((option) => (
              <Primitive.Item
                key={option.value}
                value={option.value}
                disabled={option.isDisabled}
                className="relative flex min-h-7 cursor-default flex-col justify-center rounded-md py-1 pr-7 pl-2 text-sm outline-none select-none data-disabled:opacity-50 data-highlighted:bg-selected"
              >
                <Primitive.ItemText>{option.label}</Primitive.ItemText>
                {option.description ? (
                  <span className="text-xs text-muted-foreground">{option.description}</span>
                ) : null}
                <Primitive.ItemIndicator className="absolute top-1/2 right-2 -translate-y-1/2">
                  <Check aria-hidden className="size-3.5" />
                </Primitive.ItemIndicator>
              </Primitive.Item>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
