"use client";

import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { isJsonObject, type Json, type JsonObject } from "@/server/domain/json";
import { asList, asText, withText } from "./read-json";
import { RowList } from "./row-list";
import type { WidgetProps } from "./widget-props";

/** Documents that a retrieval searches, kept in the workflow itself. */
export function DocumentsField({ hint, field }: WidgetProps) {
  return (
    <RowList
      label={hint.label}
      help={hint.help}
      error={field.error}
      rows={asList(field.value)}
      onChange={(rows) => field.onChange(rows.length === 0 ? undefined : rows)}
      noun="document"
      isReadOnly={field.isReadOnly}
      makeRow={(): Json => ({ title: "", content: "" })}
      renderRow={(row, change, index) => {
        const document = asDocument(row);
        const key = document.content === undefined && document.text !== undefined ? "text" : "content";
        return (
          <div className="flex flex-col gap-1.5">
            <Input
              aria-label={`Title of document ${index + 1}`}
              placeholder="Title"
              className="h-7 w-52"
              value={asText(document.title)}
              onBlur={field.onEnd}
              onChange={(event) => change(withText(document, "title", event.target.value))}
            />
            <Textarea
              aria-label={`Content of document ${index + 1}`}
              placeholder="What the document says"
              className="nowheel max-h-48"
              value={asText(document[key])}
              onBlur={field.onEnd}
              onChange={(event) => change({ ...document, [key]: event.target.value })}
            />
          </div>
        );
      }}
    />
  );
}

function asDocument(row: Json): JsonObject {
  return isJsonObject(row) ? row : { content: asText(row) };
}
