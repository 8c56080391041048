"use client";

import * as Primitive from "radix-ui/tooltip";
import type { ComponentProps, ReactNode } from "react";

import { cn } from "./cn";

/** Mounted once around the product: the second tooltip in a row opens without a wait. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Primitive.Provider delayDuration={400} skipDelayDuration={200}>
      {children}
    </Primitive.Provider>
  );
}

interface TooltipProps extends Pick<ComponentProps<typeof Primitive.Content>, "side" | "align" | "sideOffset"> {
  /** Nothing is shown for an empty text, and the trigger stays as it is. */
  content: ReactNode;
  /** One element that takes a ref and may hold focus. */
  children: ReactNode;
  className?: string;
}

/** A short text about its child on hover and focus; never the only place of something that matters. */
export function Tooltip({ content, children, side = "top", align, sideOffset = 6, className }: TooltipProps) {
  if (content === undefined || content === null || content === "") return children;
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          data-slot="tooltip"
          side={side}
          align={align}
          sideOffset={sideOffset}
          collisionPadding={8}
          className={cn(
            "z-50 max-w-72 rounded-md bg-primary px-2 py-1 text-xs text-balance text-primary-foreground",
            "animate-in fade-in-0 duration-150 data-[state=closed]:animate-out data-[state=closed]:fade-out-0",
            className,
          )}
        >
          {content}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
