"use client";

import { Field } from "@/components/ui/field";
import { nodesById } from "@/components/editor/graph";
import { useEditor } from "@/components/editor/store-context";
import { CodeEditor } from "./code-editor";
import { asText } from "./read-json";
import type { WidgetProps } from "./widget-props";

/** The code of a code node, in the language that the node names. */
export function CodeField({ nodeId, hint, field, getVariables }: WidgetProps) {
  const language = useEditor((state) => nodesById(state.graph).get(nodeId)?.config.language);
  return (
    <Field label={hint.label} help={hint.help} error={field.error}>
      {(control) => (
        <CodeEditor
          label={hint.label}
          describedBy={control["aria-describedby"]}
          isInvalid={control["aria-invalid"]}
          language={language === "javascript" ? "javascript" : "python"}
          hasLineNumbers
          value={asText(field.value)}
          onChange={field.onChange}
          onBlur={field.onEnd}
          getVariables={getVariables}
          isReadOnly={field.isReadOnly}
          className="max-h-[50dvh] min-h-32 [&_.cm-editor]:max-h-[50dvh] [&_.cm-editor]:min-h-32"
        />
      )}
    </Field>
  );
}
