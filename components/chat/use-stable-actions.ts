"use client";

import { useLayoutEffect, useRef, useState } from "react";

import type { TurnActions } from "./turn-actions";

/** The same object in every render, whose functions always do what those of the last render do: rows need not be drawn anew. */
export function useStableActions(actions: TurnActions): TurnActions {
  const latest = useRef(actions);
  // What is called belongs to what is shown.
  useLayoutEffect(() => {
    latest.current = actions;
  });
  const [stable] = useState((): TurnActions => ({
    beginEdit: (turn) => latest.current.beginEdit(turn),
    cancelEdit: () => latest.current.cancelEdit(),
    edit: (turn, text, attachments) => latest.current.edit(turn, text, attachments),
    regenerate: (turn) => latest.current.regenerate(turn),
    switchTo: (variant) => latest.current.switchTo(variant),
  }));
  return stable;
}
