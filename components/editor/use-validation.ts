"use client";

import { useEffect } from "react";
import { useEditorStore } from "./store-context";
import { validate } from "./validation";

const pauseMs = 250;

/** Finds the problems of the graph a moment after it has changed, while the person is not typing. */
export function useValidation(): void {
  const store = useEditorStore();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const check = async () => {
      const { graph } = store.getState();
      const { issues } = await validate(graph);
      if (store.getState().graph === graph) store.setIssues(issues);
    };
    void check();
    const unsubscribe = store.subscribe((state, previous) => {
      if (state.graph === previous.graph) return;
      clearTimeout(timer);
      timer = setTimeout(() => void check(), pauseMs);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [store]);
}
