"use client";

import { Check, Copy } from "lucide-react";

import { cn } from "./cn";
import { shortenId } from "./format";
import { Tooltip } from "./tooltip";
import { useCopy } from "./use-copy";

interface CopyIdProps {
  id: string;
  /** What it names, for the tooltip and for screen readers: "run", "session". */
  noun: string;
  className?: string;
}

/** An id, shortened; a click copies all of it. */
export function CopyId({ id, noun, className }: CopyIdProps) {
  const { state, copy } = useCopy();
  const said = { idle: `Copy ${noun} id`, copied: "Copied", refused: "The browser refused to copy" }[state];
  return (
    <Tooltip content={`${said}: ${id}`}>
      <button
        type="button"
        data-slot="copy-id"
        aria-label={`Copy ${noun} id ${id}`}
        onClick={() => void copy(id)}
        className={cn(
          "group/copy inline-flex items-center gap-1 rounded-sm align-middle font-mono text-xs text-muted-foreground transition-colors hover:text-foreground",
          className,
        )}
      >
        {shortenId(id)}
        {state === "copied" ? (
          <Check aria-hidden className="size-3 text-done" />
        ) : (
          <Copy
            aria-hidden
            className="size-3 opacity-0 transition-opacity group-hover/copy:opacity-100 group-focus-visible/copy:opacity-100"
          />
        )}
        <span role="status" className="sr-only">
          {state === "idle" ? "" : said}
        </span>
      </button>
    </Tooltip>
  );
}
