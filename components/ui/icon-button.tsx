"use client";

import type { ReactNode } from "react";

import { Button, type ButtonProps } from "./button";
import { Tooltip } from "./tooltip";

interface IconButtonProps extends Omit<ButtonProps, "size" | "aria-label" | "children"> {
  /** What it does: the accessible name, and the tooltip unless `tooltip` says more. */
  label: string;
  tooltip?: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
  size?: "sm" | "md";
  children: ReactNode;
}

/** A button that shows an icon alone, and therefore always has a name and a tooltip. */
export function IconButton({
  label,
  tooltip = label,
  side,
  size = "md",
  variant = "ghost",
  ...props
}: IconButtonProps) {
  return (
    <Tooltip content={tooltip} side={side}>
      <Button aria-label={label} variant={variant} size={size === "sm" ? "icon-sm" : "icon"} {...props} />
    </Tooltip>
  );
}
