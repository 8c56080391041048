"use client";

import { useState } from "react";
import { Input } from "@/components/ui/input";
import type { Json, JsonObject } from "@/server/domain/json";
import { CodeEditor } from "./code-editor";
import { readJsonText, writeJsonText } from "./json-text";
import { asObject, asText } from "./read-json";
import { RowList } from "./row-list";
import type { WidgetProps } from "./widget-props";

interface Row {
  key: string;
  value: Json;
}

/** Names and values: headers, a query, the state that an assigner sets. Values may be templates. */
export function KeyValuesField({ hint, field, getVariables, name }: WidgetProps) {
  const isAssignment = name === "assignments";
  const { rows, setRows } = useRows(asObject(field.value), (object) =>
    field.onChange(Object.keys(object).length === 0 && !isAssignment ? undefined : object),
  );
  const noun = isAssignment ? "assignment" : (singular[name] ?? "entry");
  return (
    <RowList
      label={hint.label}
      help={hint.help}
      error={field.error}
      rows={rows}
      onChange={setRows}
      noun={noun}
      isReadOnly={field.isReadOnly}
      makeRow={(): Row => ({ key: "", value: "" })}
      renderRow={(row, change, index) => (
        <div className="flex flex-col gap-1.5">
          <Input
            aria-label={`Name of ${noun} ${index + 1}`}
            placeholder="name"
            className="h-7 w-44 font-mono text-xs"
            value={row.key}
            onBlur={field.onEnd}
            onChange={(event) => change({ ...row, key: event.target.value })}
          />
          <CodeEditor
            label={`Value of ${noun} ${index + 1}`}
            language="template"
            placeholder="value"
            value={isAssignment ? writeJsonText(row.value, true) : asText(row.value)}
            onChange={(text) => change({ ...row, value: isAssignment ? readAssigned(text) : text })}
            onBlur={field.onEnd}
            getVariables={getVariables}
            isReadOnly={field.isReadOnly}
          />
        </div>
      )}
    />
  );
}

const singular: Partial<Record<string, string>> = { headers: "header", query: "parameter" };

/** A number, true or a list is kept as such; everything else is text. */
function readAssigned(text: string): Json {
  const read = readJsonText(text, true);
  return read.ok && read.value !== undefined ? read.value : text;
}

/**
 * Rows of an object being edited. A name may be empty or taken while it is typed; the object then has only the rows that can
 * stand, and the rows stay as they are until the object changes elsewhere.
 */
function useRows(object: JsonObject, onChange: (object: JsonObject) => void) {
  const written = JSON.stringify(object);
  const [draft, setDraft] = useState({ rows: rowsOf(object), written });
  const current = draft.written === written ? draft : { rows: rowsOf(object), written };
  if (current !== draft) setDraft(current);
  return {
    rows: current.rows,
    setRows(rows: Row[]) {
      const next = Object.fromEntries(
        rows.filter((row) => row.key.trim() !== "").map((row) => [row.key.trim(), row.value]),
      );
      setDraft({ rows, written: JSON.stringify(next) });
      if (JSON.stringify(next) !== written) onChange(next);
    },
  };
}

function rowsOf(object: JsonObject): Row[] {
  return Object.entries(object).map(([key, value]) => ({ key, value }));
}
