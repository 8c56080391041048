"use client";

import * as Primitive from "radix-ui/switch";
import type { ComponentProps } from "react";

import { cn } from "./cn";

/** On or off, at once; a choice that waits for Save is a Checkbox. */
export function Switch({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      data-slot="switch"
      className={cn(
        "inline-flex h-4.5 w-8 shrink-0 items-center rounded-full border border-transparent bg-neutral-8 transition-colors disabled:cursor-not-allowed disabled:opacity-50 data-[state=checked]:bg-primary",
        className,
      )}
      {...props}
    >
      <Primitive.Thumb className="block size-3.5 translate-x-px rounded-full bg-card transition-transform data-[state=checked]:translate-x-[15px]" />
    </Primitive.Root>
  );
}
