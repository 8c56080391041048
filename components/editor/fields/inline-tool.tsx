"use client";

import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Json, JsonObject } from "@/server/domain/json";
import { httpMethods } from "@/server/domain/nodes/config-fields";
import { JsonField } from "./json-field";
import { asText, withText } from "./read-json";
import { SourceEditor } from "./source-editor";
import type { WidgetProps } from "./widget-props";

const methods = httpMethods.map((method) => ({ value: method, label: method }));

interface InlineToolProps extends Pick<WidgetProps, "getVariables"> {
  tool: JsonObject;
  change: (tool: Json) => void;
  /** Its place in the list, counted from 1. */
  number: number;
  onEnd: () => void;
  isReadOnly: boolean;
}

/** An HTTP tool of one agent alone, described in its node. */
export function InlineTool({ tool, change, number, onEnd, getVariables, isReadOnly }: InlineToolProps) {
  const shared = { onEnd, getVariables, isReadOnly };
  return (
    <>
      <Input
        aria-label={`Name of tool ${number}`}
        className="h-7 w-52 font-mono text-xs"
        value={asText(tool.name)}
        onBlur={onEnd}
        onChange={(event) => change({ ...tool, name: event.target.value })}
      />
      <Input
        aria-label={`Description of tool ${number}`}
        placeholder="When the model should call it"
        value={asText(tool.description)}
        onBlur={onEnd}
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
        onChange={(parameters) => change({ ...tool, parameters: parameters ?? { type: "object", properties: {} } })}
      />
    </>
  );
}
