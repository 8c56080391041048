"use client";

import { ChevronRight, CircleCheck, CircleDot, CircleSlash, CircleX, Wrench } from "lucide-react";
import { useState } from "react";

import { CodeBlock } from "@/components/markdown/code-block";
import { cn } from "@/components/ui/cn";

import { compactJson, prettyJson } from "./json-text";
import type { ToolCallView } from "./turn";

const looks = {
  running: { word: "Running", icon: CircleDot, tone: "text-running" },
  done: { word: "Done", icon: CircleCheck, tone: "text-done" },
  failed: { word: "Failed", icon: CircleX, tone: "text-failed" },
  unanswered: { word: "Not finished", icon: CircleSlash, tone: "text-muted-foreground" },
} as const;

function lookOf(call: ToolCallView, isRunning: boolean): (typeof looks)[keyof typeof looks] {
  if (call.result === null) return isRunning ? looks.running : looks.unanswered;
  return call.isError ? looks.failed : looks.done;
}

/** A tool that the answer called: its name and arguments in a line, all of it when opened. */
export function ToolCard({ call, isRunning }: { call: ToolCallView; isRunning: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const { word, icon: Icon, tone } = lookOf(call, isRunning);
  return (
    <div data-slot="tool-card" className="my-2 rounded-lg border border-border bg-card">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-label={`Tool ${call.name}, ${word.toLowerCase()}`}
        onClick={() => setOpen(!isOpen)}
        className="flex h-9 w-full items-center gap-2 rounded-lg px-2.5 text-left text-sm hover:bg-hover"
      >
        <Wrench aria-hidden className="size-3.5 shrink-0 text-muted-foreground" />
        <span className="shrink-0 font-mono text-xs font-medium">{call.name}</span>
        <span className="min-w-0 flex-1 truncate font-mono text-xs text-muted-foreground">
          {compactJson(call.arguments)}
        </span>
        <span className={cn("inline-flex shrink-0 items-center gap-1 text-xs", tone)}>
          <Icon aria-hidden className="size-3.5" />
          {word}
        </span>
        <ChevronRight
          aria-hidden
          className={cn("size-3.5 shrink-0 text-faint transition-transform", isOpen && "rotate-90")}
        />
      </button>
      {isOpen ? (
        <div className="flex flex-col gap-2 border-t border-border p-2.5">
          <CodeBlock {...prettyJson(call.arguments)} label="Arguments" className="my-0" />
          {call.result === null ? null : <CodeBlock {...prettyJson(call.result)} label="Result" className="my-0" />}
        </div>
      ) : null}
    </div>
  );
}
