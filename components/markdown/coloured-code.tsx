"use client";

import { useDeferredValue, useMemo } from "react";

import type { CodeLook } from "./highlight-code";
import { useHighlighter } from "./use-highlighter";

/** Longer code is shown as it is: colouring it would take longer than reading a screen of it. */
const longestColoured = 60_000;

const classes: Record<CodeLook, string> = {
  keyword: "[color:oklch(var(--tile-ink)_295)]",
  string: "[color:oklch(var(--tile-ink)_155)]",
  number: "[color:oklch(var(--tile-ink)_35)]",
  name: "[color:oklch(var(--tile-ink)_255)]",
  function: "[color:oklch(var(--tile-ink)_220)]",
  comment: "text-faint italic",
  added: "text-done",
  removed: "text-failed",
};

/** Code in the colours of its language, once what knows the language is here; plain until then, and for any other language. */
export function ColouredCode({ code, language }: { code: string; language: string }) {
  const shown = useDeferredValue(code);
  const isColoured = language !== "" && shown.length <= longestColoured;
  const highlight = useHighlighter(isColoured);
  const pieces = useMemo(
    () => (isColoured ? highlight?.(shown, language.toLowerCase()) : undefined),
    [isColoured, highlight, shown, language],
  );
  if (!pieces) return <code>{code}</code>;
  return (
    <code>
      {pieces.map(({ start, text, look }) =>
        look ? (
          <span key={start} className={classes[look]}>
            {text}
          </span>
        ) : (
          text
        ),
      )}
    </code>
  );
}
