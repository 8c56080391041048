"use client";

import { lazy, Suspense } from "react";
import { cn } from "@/components/ui/cn";
import type { CodeMirrorProps } from "./code-mirror";

const CodeMirror = lazy(() => import("./code-mirror").then((module) => ({ default: module.CodeMirror })));

/** A text field for code and templates. The editor is loaded when the first one is shown; until then the text stands there. */
export function CodeEditor({ className, ...props }: CodeMirrorProps & { className?: string }) {
  return (
    <div
      data-slot="code-editor"
      className={cn(
        "nowheel overflow-hidden rounded-md border border-input bg-card transition-colors focus-within:border-ring focus-within:outline-1 focus-within:outline-ring hover:border-neutral-8",
        props.isInvalid && "border-failed-solid",
        props.isReadOnly && "bg-muted",
        className,
      )}
    >
      <Suspense
        fallback={
          <pre className="overflow-hidden px-2.5 py-1.5 font-mono text-xs leading-[19px] whitespace-pre-wrap">
            {props.value || " "}
          </pre>
        }
      >
        <CodeMirror {...props} />
      </Suspense>
    </div>
  );
}
