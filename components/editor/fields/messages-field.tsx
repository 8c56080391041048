"use client";

import type { Json } from "@/server/domain/json";
import { Select } from "@/components/ui/select";
import { asList, asObject, asText } from "./read-json";
import { RowList } from "./row-list";
import { SourceEditor } from "./source-editor";
import type { WidgetProps } from "./widget-props";

const roles = [
  { value: "system", label: "System" },
  { value: "user", label: "User" },
  { value: "assistant", label: "Assistant" },
] as const;

/** The explicit list of messages that a model is sent. */
export function MessagesField({ hint, field, getVariables }: WidgetProps) {
  const set = (rows: Json[]) => field.onChange(rows.length === 0 ? undefined : rows);
  return (
    <RowList
      label={hint.label}
      help={hint.help}
      error={field.error}
      rows={asList(field.value)}
      onChange={set}
      noun="message"
      isOrdered
      isReadOnly={field.isReadOnly}
      makeRow={() => ({ role: "user", content: "" })}
      renderRow={(row, change, index) => {
        const message = asObject(row);
        return (
          <div className="flex flex-col gap-2">
            <Select
              aria-label={`Role of message ${index + 1}`}
              size="sm"
              className="w-32"
              value={roles.find((role) => role.value === message.role)?.value}
              options={roles}
              onValueChange={(role) => change({ ...message, role })}
            />
            <SourceEditor
              label={`Message ${index + 1}`}
              language="template"
              value={asText(message.content)}
              onChange={(content) => change({ ...message, content })}
              onEnd={field.onEnd}
              getVariables={getVariables}
              isReadOnly={field.isReadOnly}
            />
          </div>
        );
      }}
    />
  );
}
