"use client";

import { useEffect, useEffectEvent } from "react";

/** Saves by Ctrl+S or Cmd+S, and asks before the tab is closed over unsaved changes. */
export function useSaveKeys({ hasChanges, save }: { hasChanges: boolean; save: () => void }): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    save();
  });
  // The window's keys.
  useEffect(() => {
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  // The browser's question before a tab is closed.
  useEffect(() => {
    if (!hasChanges) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [hasChanges]);
}
