import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui/slot";
import type { ComponentProps } from "react";

import { cn } from "./cn";
import { Spinner } from "./spinner";

export const buttonVariants = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 rounded-md border border-transparent font-medium whitespace-nowrap transition-colors disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50 [&_svg]:pointer-events-none [&_svg]:shrink-0 [&_svg:not([class*='size-'])]:size-4",
  {
    variants: {
      variant: {
        primary: "bg-primary text-primary-foreground hover:bg-primary-hover",
        secondary:
          "border-input bg-card text-foreground hover:border-neutral-8 hover:bg-hover data-[state=open]:bg-selected",
        ghost:
          "text-muted-foreground hover:bg-selected hover:text-foreground data-[state=open]:bg-selected data-[state=open]:text-foreground",
        danger: "border-failed-line bg-failed-soft text-failed hover:border-failed-solid",
      },
      size: {
        sm: "h-7 px-2.5 text-xs [&_svg:not([class*='size-'])]:size-3.5",
        md: "h-8 px-3 text-sm",
        "icon-sm": "size-7",
        icon: "size-8",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export interface ButtonProps extends ComponentProps<"button">, VariantProps<typeof buttonVariants> {
  /** Gives the look to its only child, for a link that acts as a button. */
  asChild?: boolean;
  /** Keeps the width, shows that it works and refuses further presses. */
  isBusy?: boolean;
}

/** Says the verb of what it does. One `primary` in a view; `danger` only where something is lost. */
export function Button({
  className,
  variant,
  size,
  asChild = false,
  isBusy = false,
  disabled,
  type = "button",
  children,
  ...props
}: ButtonProps) {
  const classes = cn(buttonVariants({ variant, size }), className);
  if (asChild) {
    return (
      <Slot data-slot="button" className={classes} {...props}>
        {children}
      </Slot>
    );
  }
  return (
    <button
      data-slot="button"
      type={type}
      disabled={disabled || isBusy}
      aria-busy={isBusy || undefined}
      className={classes}
      {...props}
    >
      {isBusy ? <Spinner /> : null}
      {children}
    </button>
  );
}
