"use client";

import { useEffect } from "react";
import { validateWorkflow } from "@/server/domain/workflow/validate-workflow";
import { useEditorStore } from "./store-context";

const pauseMs = 250;

/** Finds the problems of the graph a moment after it has changed, while the person is not typing. */
export function useValidation(): void {
  const store = useEditorStore();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const validate = () => store.setIssues(validateWorkflow(store.getState().graph).issues);
    validate();
    const unsubscribe = store.subscribe((state, previous) => {
      if (state.graph === previous.graph) return;
      clearTimeout(timer);
      timer = setTimeout(validate, pauseMs);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [store]);
}
