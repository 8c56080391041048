"use client";

import { Input } from "@/components/ui/input";
import type { Json } from "@/server/domain/json";
import { asList, asObject, asText, withText } from "./read-json";
import { RowList } from "./row-list";
import { SourceEditor } from "./source-editor";
import type { WidgetProps } from "./widget-props";

/** The ordered cases of a branch. A case's id names its way out and never changes when its label does. */
export function CasesField({ hint, field, getVariables }: WidgetProps) {
  const rows = asList(field.value);
  return (
    <RowList
      label={hint.label}
      help={hint.help}
      error={field.error}
      rows={rows}
      onChange={(next) => field.onChange(next.length === 0 ? undefined : next)}
      noun="case"
      isOrdered
      isReadOnly={field.isReadOnly}
      makeRow={() => ({ id: freeCaseId(rows), expression: "" })}
      renderRow={(row, change, index) => {
        const each = asObject(row);
        return (
          <div className="flex flex-col gap-1.5">
            <Input
              aria-label={`Label of case ${index + 1}`}
              placeholder={asText(each.id) || `Case ${index + 1}`}
              className="h-7 w-44"
              value={asText(each.label)}
              onBlur={field.onEnd}
              onChange={(event) => change(withText(each, "label", event.target.value))}
            />
            <SourceEditor
              label={`Condition of case ${index + 1}`}
              language="expression"
              isSingleLine
              placeholder="state.score >= 5"
              value={asText(each.expression)}
              onChange={(expression) => change({ ...each, expression })}
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

function freeCaseId(rows: readonly Json[]): string {
  const taken = new Set(rows.map((row) => asObject(row).id));
  let number = 1;
  while (taken.has(`case-${number}`)) number += 1;
  return `case-${number}`;
}
