"use client";

import { Check, Copy } from "lucide-react";

import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { useCopy } from "@/components/ui/use-copy";

import { ColouredCode } from "./coloured-code";

interface CodeBlockProps {
  code: string;
  /** As the fence names it; empty is plain text. */
  language: string;
  /** Stands in the place of the language. */
  label?: string;
  className?: string;
}

/** Code as it is, with its language and a way to copy it. */
export function CodeBlock({ code, language, label, className }: CodeBlockProps) {
  const { state, copy } = useCopy();
  return (
    <figure
      data-slot="code-block"
      className={cn("my-3 overflow-hidden rounded-lg border border-border bg-sunken", className)}
    >
      <figcaption className="flex h-8 items-center justify-between border-b border-border pr-0.5 pl-3 text-xs text-muted-foreground">
        {label === undefined ? <span className="font-mono">{language || "text"}</span> : <span>{label}</span>}
        <IconButton
          label="Copy code"
          size="sm"
          tooltip={state === "refused" ? "The browser refused to copy" : undefined}
          onClick={() => void copy(code)}
        >
          {state === "copied" ? <Check aria-hidden className="text-done" /> : <Copy aria-hidden />}
        </IconButton>
      </figcaption>
      {/* A scrolling region must take focus so that arrow keys can move it. */}
      <pre
        tabIndex={0}
        className="max-h-120 overflow-auto p-3 font-mono text-xs leading-5 focus-visible:outline-offset-[-2px]"
      >
        <ColouredCode code={code} language={language} />
      </pre>
    </figure>
  );
}
