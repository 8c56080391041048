"use client";

import { useSyncExternalStore } from "react";

const nothingToWatch = () => () => undefined;

/** How the platform's command key is written: "⌘" on Apple's, else "Ctrl", which the server also writes. */
export function useModifierKey(): "⌘" | "Ctrl" {
  return useSyncExternalStore<"⌘" | "Ctrl">(
    nothingToWatch,
    () => (/mac|iphone|ipad/i.test(navigator.platform) ? "⌘" : "Ctrl"),
    () => "Ctrl",
  );
}
