"use client";

import { SegmentedControl } from "@/components/ui/segmented-control";
import type { Json, JsonObject } from "@/server/domain/json";
import { AppTool } from "./app-tool";
import { ApprovalRule } from "./approval-rule";
import { InlineTool } from "./inline-tool";
import { asList, asObject, asText } from "./read-json";
import { RowList } from "./row-list";
import { StoredToolSelect } from "./stored-tool-select";
import type { WidgetProps } from "./widget-props";

type ToolKind = "stored" | "app" | "inline";

/** The tools that an agent may call: stored ones, other apps, or HTTP requests described in place. */
export function ToolsField({ hint, field, getVariables }: WidgetProps) {
  const rows = asList(field.value);
  const { onEnd, isReadOnly } = field;
  return (
    <RowList
      label={hint.label}
      help={hint.help}
      error={field.error}
      rows={rows}
      onChange={field.onChange}
      noun="tool"
      isReadOnly={isReadOnly}
      makeRow={(): Json => ({ tool_binding_id: "" })}
      renderRow={(row, change, index) => {
        const tool = asObject(row);
        const number = index + 1;
        const kind = kindOf(tool);
        const shared = { tool, change, number, onEnd, isReadOnly };
        return (
          <div className="flex flex-col gap-2">
            <SegmentedControl
              label={`Kind of tool ${number}`}
              className="mr-8 self-start"
              value={kind}
              onValueChange={(next) => {
                if (next === kind) return;
                change(emptyTool(next, number));
                onEnd();
              }}
              segments={[
                { value: "stored", label: "Stored" },
                { value: "app", label: "App" },
                { value: "inline", label: "HTTP here" },
              ]}
            />
            {kind === "stored" ? (
              <StoredToolSelect
                label={`Stored tool ${number}`}
                bindingId={asText(tool.tool_binding_id)}
                isReadOnly={isReadOnly}
                onChange={(bindingId) => {
                  change({ ...tool, tool_binding_id: bindingId ?? "" });
                  onEnd();
                }}
              />
            ) : kind === "app" ? (
              <AppTool {...shared} />
            ) : (
              <InlineTool {...shared} getVariables={getVariables} />
            )}
            <ApprovalRule tool={tool} onChange={change} onEnd={onEnd} isReadOnly={isReadOnly} />
          </div>
        );
      }}
    />
  );
}

function kindOf(tool: JsonObject): ToolKind {
  if (tool.tool_binding_id !== undefined) return "stored";
  return tool.app_code === undefined ? "inline" : "app";
}

function emptyTool(kind: ToolKind, number: number): JsonObject {
  if (kind === "stored") return { tool_binding_id: "" };
  if (kind === "app") return { app_code: "" };
  return {
    name: `tool_${number}`,
    description: "",
    method: "GET",
    url: "",
    parameters: { type: "object", properties: {} },
  };
}
