"use client";

import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Json } from "@/server/domain/json";
import { httpMethods } from "@/server/domain/nodes/config-fields";
import { ApprovalRule } from "./approval-rule";
import { JsonField } from "./json-field";
import { asList, asObject, asText, withText } from "./read-json";
import { RowList } from "./row-list";
import { SourceEditor } from "./source-editor";
import type { WidgetProps } from "./widget-props";

const methods = httpMethods.map((method) => ({ value: method, label: method }));

/** The tools that an agent may call: described in place, or bound by the id of a stored one. */
export function ToolsField({ hint, field, getVariables }: WidgetProps) {
  const rows = asList(field.value);
  return (
    <RowList
      label={hint.label}
      help={hint.help}
      error={field.error}
      rows={rows}
      onChange={field.onChange}
      noun="tool"
      isReadOnly={field.isReadOnly}
      makeRow={(): Json => ({
        name: `tool_${rows.length + 1}`,
        description: "",
        method: "GET",
        url: "",
        parameters: { type: "object", properties: {} },
      })}
      renderRow={(row, change, index) => {
        const tool = asObject(row);
        const shared = { onEnd: field.onEnd, getVariables, isReadOnly: field.isReadOnly };
        const number = index + 1;
        if (tool.tool_binding_id !== undefined) {
          return (
            <div className="flex flex-col gap-2">
              <Input
                aria-label={`Binding of tool ${number}`}
                className="h-7 w-52 font-mono text-xs"
                value={asText(tool.tool_binding_id)}
                onBlur={field.onEnd}
                onChange={(event) => change({ ...tool, tool_binding_id: event.target.value })}
              />
              <ApprovalRule tool={tool} onChange={change} onEnd={field.onEnd} isReadOnly={field.isReadOnly} />
            </div>
          );
        }
        return (
          <div className="flex flex-col gap-2">
            <Input
              aria-label={`Name of tool ${number}`}
              className="h-7 w-52 font-mono text-xs"
              value={asText(tool.name)}
              onBlur={field.onEnd}
              onChange={(event) => change({ ...tool, name: event.target.value })}
            />
            <Input
              aria-label={`Description of tool ${number}`}
              placeholder="When the model should call it"
              value={asText(tool.description)}
              onBlur={field.onEnd}
              onChange={(event) => change({ ...tool, description: event.target.value })}
            />
            <Select
              aria-label={`Method of tool ${number}`}
              size="sm"
              className="w-28"
              value={httpMethods.find((method) => method === tool.method) ?? "GET"}
              options={methods}
              onValueChange={(method) => change({ ...tool, method })}
            />
            <SourceEditor
              {...shared}
              label={`URL of tool ${number}`}
              language="template"
              isSingleLine
              placeholder="https://api.example.com/orders"
              value={asText(tool.url)}
              onChange={(url) => change(withText(tool, "url", url))}
            />
            <JsonField
              {...shared}
              label={`Parameters of tool ${number}`}
              help="JSON Schema of the arguments."
              allowsText={false}
              value={tool.parameters}
              onChange={(parameters) =>
                change({ ...tool, parameters: parameters ?? { type: "object", properties: {} } })
              }
            />
            <ApprovalRule tool={tool} onChange={change} onEnd={field.onEnd} isReadOnly={field.isReadOnly} />
          </div>
        );
      }}
    />
  );
}
