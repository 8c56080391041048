"use client";

import { Check, Copy } from "lucide-react";

import { IconButton } from "@/components/ui/icon-button";
import { useCopy } from "@/components/ui/use-copy";

interface CopyButtonProps {
  /** Says what is copied: "Copy output". */
  label: string;
  text: string;
  className?: string;
}

export function CopyButton({ label, text, className }: CopyButtonProps) {
  const { state, copy } = useCopy();
  const said = { idle: label, copied: "Copied", refused: "The browser refused to copy" }[state];
  return (
    <IconButton label={label} tooltip={said} size="sm" className={className} onClick={() => void copy(text)}>
      {state === "copied" ? <Check aria-hidden className="text-done" /> : <Copy aria-hidden />}
    </IconButton>
  );
}
