"use client";

import { useEffect, useState } from "react";

import type { highlightCode } from "./highlight-code";

type Highlight = typeof highlightCode;

let loaded: Highlight | undefined;

/** What colours code, fetched when the first code is to be coloured; undefined until it is here, or when it can not be fetched. */
export function useHighlighter(isWanted: boolean): Highlight | undefined {
  const [highlight, setHighlight] = useState<Highlight | undefined>(() => loaded);
  const isMissing = isWanted && highlight === undefined;

  // The code that knows the languages is fetched from the server.
  useEffect(() => {
    if (!isMissing) return undefined;
    let isShown = true;
    import("./highlight-code").then(
      (fetched) => {
        loaded = fetched.highlightCode;
        if (isShown) setHighlight(() => fetched.highlightCode);
      },
      // Code without colours is still the code.
      () => undefined,
    );
    return () => {
      isShown = false;
    };
  }, [isMissing]);

  return highlight;
}
