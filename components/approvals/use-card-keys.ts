"use client";

import { type RefObject, useEffect, useEffectEvent } from "react";

export type CardKey = "a" | "e" | "r";

/**
 * Calls what a key stands for. `card`: while the card or something in it has the focus; `page`: wherever the focus is, for the
 * one card that a page shows. Never while somebody types, in a menu, or in a dialog that the card is not part of; and a key that
 * is held down counts once.
 */
export function useCardKeys(
  card: RefObject<HTMLElement | null>,
  scope: "card" | "page",
  actions: Partial<Record<CardKey, () => void>>,
): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const key = event.key.toLowerCase();
    if (key !== "a" && key !== "e" && key !== "r") return;
    const action = actions[key];
    if (!action || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (!card.current || !isMeantFor(card.current, scope, event.target)) return;
    event.preventDefault();
    action();
  });
  // The keyboard belongs to the browser.
  useEffect(() => {
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}

function isMeantFor(card: HTMLElement, scope: "card" | "page", target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || isTyping(target)) return false;
  if (scope === "card") return card.contains(target);
  const dialog = target.closest("[role=dialog], [role=alertdialog]");
  return dialog === null || dialog.contains(card);
}

/** Whether letters go into what has the focus. */
export function isTyping(target: HTMLElement): boolean {
  return (
    target.isContentEditable ||
    target.closest("input:not([type=checkbox]), textarea, select, [role=listbox], [role=menu]") !== null
  );
}
