"use client";

import * as Primitive from "radix-ui/context-menu";
import type { ComponentProps } from "react";

import { cn } from "./cn";
import { floatingClasses, menuDangerClasses, menuItemClasses } from "./floating";

export const ContextMenu = Primitive.Root;
export const ContextMenuTrigger = Primitive.Trigger;

export function ContextMenuContent({ className, ...props }: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        data-slot="context-menu"
        collisionPadding={8}
        className={cn(floatingClasses, "min-w-44 p-1", className)}
        {...props}
      />
    </Primitive.Portal>
  );
}

export function ContextMenuItem({
  className,
  isDangerous = false,
  ...props
}: ComponentProps<typeof Primitive.Item> & { isDangerous?: boolean }) {
  return <Primitive.Item className={cn(menuItemClasses, isDangerous && menuDangerClasses, className)} {...props} />;
}

export function ContextMenuSeparator() {
  return <Primitive.Separator className="-mx-1 my-1 h-px bg-border" />;
}
