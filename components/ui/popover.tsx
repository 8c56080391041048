"use client";

import * as Primitive from "radix-ui/popover";
import type { ComponentProps } from "react";

import { cn } from "./cn";
import { floatingClasses } from "./floating";

export const Popover = Primitive.Root;
export const PopoverTrigger = Primitive.Trigger;
export const PopoverAnchor = Primitive.Anchor;

export function PopoverContent({
  className,
  sideOffset = 6,
  align = "start",
  ...props
}: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        data-slot="popover"
        sideOffset={sideOffset}
        align={align}
        collisionPadding={8}
        className={cn(floatingClasses, "w-72 p-3", className)}
        {...props}
      />
    </Primitive.Portal>
  );
}
