"use client";

import { useEffect, useEffectEvent } from "react";

import { isTyping } from "./use-card-keys";

/** J and K go on and back, wherever the focus is but in a field or a dialog. */
export function useInboxKeys(onMove: (step: 1 | -1) => void): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const step = { j: 1, k: -1 }[event.key];
    if ((step !== 1 && step !== -1) || event.ctrlKey || event.metaKey || event.altKey) return;
    const { target } = event;
    if (!(target instanceof HTMLElement) || isTyping(target)) return;
    if (target.closest("[role=dialog], [role=alertdialog]") !== null) return;
    event.preventDefault();
    onMove(step);
  });
  // The keyboard belongs to the browser.
  useEffect(() => {
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
