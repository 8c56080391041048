"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { refuseNodeId, setNodeId } from "@/components/editor/commands/set-node-id";
import { useEditor, useEditorStore } from "@/components/editor/store-context";

/** The id by which templates name the node. Changing it rewrites every place that names it. */
export function NodeIdField({ nodeId }: { nodeId: string }) {
  const store = useEditorStore();
  const isReadOnly = useEditor((state) => state.session.isReadOnly);
  const [text, setText] = useState(nodeId);
  const refusal = useEditor((state) => refuseNodeId(state.graph, nodeId, text));

  const apply = () => {
    if (text === nodeId || refusal) return;
    store.commit((graph) => setNodeId(graph, { nodeId, next: text }));
    store.select({ nodeIds: [text] });
  };

  return (
    <Field
      label="Id"
      help={`Others read it as nodes.${nodeId}. A new id is changed everywhere it is named.`}
      error={refusal}
    >
      {(control) => (
        <Input
          {...control}
          className="font-mono text-xs"
          value={text}
          readOnly={isReadOnly}
          onChange={(event) => setText(event.target.value)}
          onBlur={apply}
          onKeyDown={(event) => {
            if (event.key === "Enter") apply();
          }}
        />
      )}
    </Field>
  );
}
