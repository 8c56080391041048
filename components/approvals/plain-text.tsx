"use client";

import { useState } from "react";

import { cn } from "@/components/ui/cn";

import { visibleText } from "./visible-text";

const longestText = 600;

interface PlainTextProps {
  text: string;
  className?: string;
}

/**
 * Somebody else's text, exactly as it is: never markup, no link, no image, hidden signs written out. A long one is cut until it
 * is asked for, so that what follows stays in sight.
 */
export function PlainText({ text, className }: PlainTextProps) {
  const [isWhole, setWhole] = useState(false);
  const isCut = text.length > longestText && !isWhole;
  return (
    <span className={cn("whitespace-pre-wrap wrap-anywhere", className)}>
      <bdi>{visibleText(isCut ? `${text.slice(0, longestText)}…` : text)}</bdi>
      {isCut ? (
        <>
          {" "}
          <button
            type="button"
            className="rounded-sm font-sans text-xs text-muted-foreground underline underline-offset-2 hover:text-foreground"
            onClick={() => setWhole(true)}
          >
            Show all {text.length.toLocaleString("en-US")} characters
          </button>
        </>
      ) : null}
    </span>
  );
}
