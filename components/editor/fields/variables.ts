"use client";

import { useCallback } from "react";
import { availableVariables } from "@/server/domain/workflow/available-variables";
import { useEditorStore } from "@/components/editor/store-context";

/** A value that a template or an expression can name. */
export interface VariableOption {
  path: string;
  type: string;
  description: string;
}

/** What can be named at a node, found when it is asked for, because it follows from the whole graph. */
export function useVariables(nodeId: string): () => readonly VariableOption[] {
  const store = useEditorStore();
  return useCallback(() => availableVariables(store.getState().graph, nodeId), [store, nodeId]);
}
