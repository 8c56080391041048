"use client";

import { useEffect, useMemo, useRef } from "react";
import type { Command } from "@/components/editor/store";
import { useEditorStore } from "@/components/editor/store-context";

const idleMs = 1200;

export interface Burst {
  /** Commits as part of the burst, which a pause, `end` or an edit elsewhere closes. */
  commit(command: Command): void;
  end(): void;
}

/** Joins the edits of one field into one undo step as long as they follow each other. */
export function useBurst(key: string): Burst {
  const store = useEditorStore();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => () => clearTimeout(timer.current), []);

  return useMemo(
    () => ({
      commit(command) {
        clearTimeout(timer.current);
        timer.current = setTimeout(store.closeBurst, idleMs);
        store.mark(key);
        store.commit(command);
      },
      end() {
        clearTimeout(timer.current);
        store.closeBurst();
      },
    }),
    [store, key],
  );
}
