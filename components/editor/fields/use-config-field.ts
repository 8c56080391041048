"use client";

import type { Json } from "@/server/domain/json";
import { updateNodeConfig } from "@/components/editor/commands/update-node-config";
import { nodesById } from "@/components/editor/graph";
import { fieldIssue } from "@/components/editor/issues";
import { useEditor } from "@/components/editor/store-context";
import { useBurst } from "./use-burst";

export interface ConfigField {
  value: Json | undefined;
  /** What is wrong with the value, as a sentence. */
  error: string | undefined;
  /** Undefined removes the field from the document. */
  onChange: (value: Json | undefined) => void;
  /** The edit is over: the next one is a step of its own. */
  onEnd: () => void;
  isReadOnly: boolean;
}

/** One top-level field of a node's configuration: its value, its problem and how to change it. */
export function useConfigField(nodeId: string, field: string): ConfigField {
  const value = useEditor((state) => nodesById(state.graph).get(nodeId)?.config[field]);
  const error = useEditor((state) => fieldIssue(state.issues, nodeId, field)?.message);
  const isReadOnly = useEditor((state) => state.session.isReadOnly);
  const burst = useBurst(`config:${nodeId}:${field}`);
  return {
    value,
    error,
    onChange: (next) => burst.commit((graph) => updateNodeConfig(graph, { nodeId, field, value: next })),
    onEnd: burst.end,
    isReadOnly,
  };
}
