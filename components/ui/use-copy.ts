"use client";

import { useEffect, useState } from "react";

const shownMs = 1600;

type CopyState = "idle" | "copied" | "refused";

/** Copies text to the clipboard and says for a moment how that went. Never throws: a browser may refuse. */
export function useCopy(): { state: CopyState; copy: (text: string) => Promise<void> } {
  const [state, setState] = useState<CopyState>("idle");

  // The timer that takes the word back belongs to the browser.
  useEffect(() => {
    if (state === "idle") return undefined;
    const timer = setTimeout(() => setState("idle"), shownMs);
    return () => clearTimeout(timer);
  }, [state]);

  async function copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      setState("refused");
    }
  }

  return { state, copy };
}
