"use client";

import { Input } from "@/components/ui/input";
import type { Json } from "@/server/domain/json";
import { asList, asObject, asText, withText } from "./read-json";
import { RowList } from "./row-list";
import type { WidgetProps } from "./widget-props";

/** The ways on that a person chooses from. A choice's id names its way out and stays when its label changes. */
export function ChoicesField({ hint, field }: WidgetProps) {
  const rows = asList(field.value);
  return (
    <RowList
      label={hint.label}
      help={hint.help}
      error={field.error}
      rows={rows}
      onChange={(next) => field.onChange(next.length === 0 ? undefined : next)}
      noun="choice"
      isOrdered
      isReadOnly={field.isReadOnly}
      makeRow={() => newChoice(rows)}
      renderRow={(row, change, index) => {
        const choice = asObject(row);
        return (
          <div className="flex flex-col gap-1.5">
            <Input
              aria-label={`Label of choice ${index + 1}`}
              placeholder={asText(choice.id) || `Choice ${index + 1}`}
              className="h-7 w-44"
              value={asText(choice.label)}
              onBlur={field.onEnd}
              onChange={(event) => change(withText(choice, "label", event.target.value))}
            />
            <p className="font-mono text-xs wrap-anywhere text-muted-foreground">{asText(choice.id)}</p>
          </div>
        );
      }}
    />
  );
}

function newChoice(rows: readonly Json[]): Json {
  const taken = new Set(rows.map((row) => asObject(row).id));
  let number = rows.length + 1;
  while (taken.has(`choice-${number}`)) number += 1;
  return { id: `choice-${number}`, label: `Choice ${number}` };
}
