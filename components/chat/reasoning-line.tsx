"use client";

import { ChevronRight, CircleDot } from "lucide-react";
import { useState } from "react";

import { cn } from "@/components/ui/cn";

import type { Reasoning } from "./turn";

interface ReasoningLineProps {
  reasonings: readonly Reasoning[];
  /** The model is still thinking: nothing was said yet. */
  isThinking: boolean;
}

/** What the model thought, in one quiet line that opens. It is the model's own text and shown as plain text. */
export function ReasoningLine({ reasonings, isThinking }: ReasoningLineProps) {
  const [isOpen, setOpen] = useState(false);
  if (reasonings.length === 0) return null;
  const text = reasonings.map((reasoning) => reasoning.text.trim()).join("\n\n");
  return (
    <div data-slot="reasoning" className="mb-2">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="-ml-1.5 inline-flex min-h-6 max-w-full items-center gap-1.5 rounded-md px-1.5 py-0.5 text-left text-sm text-muted-foreground transition-colors hover:bg-hover hover:text-foreground"
      >
        {isThinking ? <CircleDot aria-hidden className="size-3.5 shrink-0 text-running" /> : null}
        <span className="shrink-0">{isThinking ? "Thinking" : "Thought it over"}</span>
        {isThinking && !isOpen ? <span className="min-w-0 truncate text-faint">{lastLine(text)}</span> : null}
        <ChevronRight
          aria-hidden
          className={cn("size-3.5 shrink-0 text-faint transition-transform", isOpen && "rotate-90")}
        />
      </button>
      {isOpen ? (
        <p
          dir="auto"
          className="mt-1 mb-3 border-l-2 border-neutral-6 pl-3 text-sm whitespace-pre-wrap wrap-anywhere text-muted-foreground animate-in fade-in-0 duration-150"
        >
          {text}
        </p>
      ) : null}
    </div>
  );
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}
