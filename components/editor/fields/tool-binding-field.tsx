"use client";

import { Field } from "@/components/ui/field";
import { chooseTool } from "@/components/editor/commands/choose-tool";
import { useEditorStore } from "@/components/editor/store-context";
import { sampleArguments } from "@/components/tools/parameters";
import { asText } from "./read-json";
import { StoredToolSelect } from "./stored-tool-select";
import type { WidgetProps } from "./widget-props";

/** The stored tool that a node calls, chosen by its name; the document keeps the id of its binding. */
export function ToolBindingField({ nodeId, hint, field }: WidgetProps) {
  const store = useEditorStore();
  return (
    <Field label={hint.label} help={hint.help} error={field.error}>
      {(control) => (
        <StoredToolSelect
          id={control.id}
          label={hint.label}
          describedBy={control["aria-describedby"]}
          isInvalid={control["aria-invalid"]}
          bindingId={asText(field.value)}
          noneLabel="Describe the request here"
          isReadOnly={field.isReadOnly}
          onChange={(bindingId, tool) => {
            const sample = tool ? sampleArguments(tool.inputSchema) : {};
            store.mark(`tool:${nodeId}`);
            store.commit((graph) => chooseTool(graph, { nodeId, bindingId, sample }));
            store.closeBurst();
          }}
        />
      )}
    </Field>
  );
}
